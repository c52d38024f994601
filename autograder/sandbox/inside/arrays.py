"""Arrays in a message: raw bytes, with a dtype and a shape that are checked against them."""

import re

import numpy as np

from .frames import BadFrame

MAX_AXES = 16
_DTYPE = re.compile(r"[<|]([biuf])(1|2|4|8)")
_SIZES = {"b": {1}, "i": {1, 2, 4, 8}, "u": {1, 2, 4, 8}, "f": {2, 4, 8}}


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
