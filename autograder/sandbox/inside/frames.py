"""The messages between judge and child: a JSON header, then raw blocks of bytes.

On the wire: four bytes with the header's length, big-endian; the header, a JSON object whose
"blobs" lists the lengths of the blocks; the blocks. Nothing in it is ever evaluated or unpickled,
and every length is held against a budget before a byte of it is read.
"""

import json
import struct

MAX_HEADER = 8 << 20
MAX_REQUEST = 64 << 20
MAX_BLOBS = 4096


class BadFrame(ValueError):
    """What came from the other side is no message, or too large a one."""


def pack(header, blobs=()):
    """Return a message as bytes."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join([struct.pack(">I", len(text)), text, *blobs])


def unpack(read, budget):
    """Read one message.

    See `unpack_head`; returns the header and the blocks.
    """
    header, sizes = unpack_head(read, budget)
    return header, [read(size) for size in sizes]


def unpack_head(read, budget):
    """Read one message up to its blocks.

    Parameters
    ----------
    read : callable
        ``read(n)`` returns exactly n bytes or raises.
    budget : int
        The most bytes that the message may have.

    Returns
    -------
    (dict, list of int)
        The header, and how long the blocks are that come next.

    Raises
    ------
    BadFrame
        If the message breaks the rules or the budget.
    """
    (length,) = struct.unpack(">I", read(4))
    if not 2 <= length <= min(MAX_HEADER, budget):
        raise BadFrame("the header is too long")
    try:
        header = json.loads(read(length))
    except (ValueError, RecursionError) as error:
        raise BadFrame("the header is not JSON") from error
    sizes = header.get("blobs") if isinstance(header, dict) else None
    if not isinstance(sizes, list) or len(sizes) > MAX_BLOBS:
        raise BadFrame("the header lists no blocks")
    if not all(type(size) is int and size >= 0 for size in sizes):
        raise BadFrame("a block has no length")
    if length + sum(sizes) > budget:
        raise BadFrame("the message is too large")
    return header, sizes
