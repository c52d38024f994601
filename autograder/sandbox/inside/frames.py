"""The messages between judge and child: a JSON header, then raw blocks of bytes.

On the wire: four bytes with the header's length, big-endian; the header, a JSON object whose
"blobs" lists the lengths of the blocks; the blocks. Nothing in it is ever evaluated or unpickled,
and every length is held against a budget before a byte of it is read.
"""

import json
import re
import struct

import numpy as np

MAX_HEADER = 8 << 20
MAX_REQUEST = 64 << 20
MAX_BLOBS = 4096
MAX_AXES = 16
_DTYPE = re.compile(r"[<|]([biuf])(1|2|4|8)")
_SIZES = {"b": {1}, "i": {1, 2, 4, 8}, "u": {1, 2, 4, 8}, "f": {2, 4, 8}}


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


def encode_array(array, blobs):
    """Append an array's bytes to `blobs` and return its description for the header."""
    array = np.asarray(array)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)  # long doubles differ from machine to machine
    array = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).reshape(array.shape)
    _check_dtype(array.dtype.str)
    blobs.append(array.tobytes())
    return {"dtype": array.dtype.str, "shape": list(array.shape), "blob": len(blobs) - 1}


def decode_array(description, blobs):
    """Return the array of a description, as a copy in memory of its own.

    Raises
    ------
    BadFrame
        Unless dtype, shape and number of bytes agree.
    """
    try:
        dtype, shape = description["dtype"], description["shape"]
        data = blobs[_natural(description["blob"])]
    except (TypeError, KeyError, IndexError) as error:
        raise BadFrame("an array is not described") from error
    _check_dtype(dtype)
    if not isinstance(shape, list) or len(shape) > MAX_AXES:
        raise BadFrame("an array has no shape")
    size = int(dtype[2:])
    for axis in shape:
        size *= _natural(axis)
    if size != len(data):
        raise BadFrame("an array's bytes do not fit its shape")
    try:
        if dtype == "|b1":
            return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
        return np.frombuffer(data, np.dtype(dtype)).reshape(shape).copy()
    except ValueError as error:  # an empty array may still have an axis too long for NumPy
        raise BadFrame("an array has no possible shape") from error


def _check_dtype(text):
    match = _DTYPE.fullmatch(text) if isinstance(text, str) else None
    if match is None or int(match[2]) not in _SIZES[match[1]]:
        raise BadFrame("an array has a dtype that is not taken")


def _natural(value):
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise BadFrame("a number is out of range")
    return value
