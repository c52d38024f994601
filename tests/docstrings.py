"""What the reference's docstrings promise, read from them: sections, parameters, shapes, a call."""

import inspect
import math
import re

import solutions


def sections(name):
    """Return a docstring's numpydoc sections by their titles; "" is what stands before them."""
    parts = re.split(r"^([A-Z]\w+)\n-+\n", inspect.getdoc(getattr(solutions, name)), flags=re.M)
    return dict(zip(["", *parts[1::2]], parts[::2], strict=True))


def parameters(name):
    """Return what the docstring says about each parameter."""
    entries = re.findall(r"^(\S.*?) : (.*(?:\n .*)*)", sections(name)["Parameters"], flags=re.M)
    return {each: text for names, text in entries for each in names.split(", ")}


def drawn_arguments(name, *, array, mask, number, batch, length):
    """Return arguments of the shapes that a function's docstring promises.

    Parameters
    ----------
    name : str
        The function.
    array, mask : callable
        ``array(*shape)`` returns numbers, ``mask(*shape)`` booleans that broadcast to a shape.
    number : callable
        ``number(kind)`` returns an int or a float.
    batch : tuple of int
        What stands for ``...``.
    length : callable
        ``length(axis)`` returns the length of an axis by its name, such as "n_q".
    """
    known = {}

    def shape(text):
        found = []
        for axis in filter(None, re.split(r",\s*", re.search(r"\((.*?)\)", text)[1])):
            if axis == "...":
                found += batch
            else:
                for factor in axis.split(" * "):
                    known.setdefault(factor, None)
                    known[factor] = known[factor] or length(factor)
                found.append(math.prod(known[factor] for factor in axis.split(" * ")))
        return found

    def argument(text):
        first = text.split("\n")[0]
        if first in ("int", "float"):
            return number(first)
        make = mask if first.startswith("boolean") else array
        return make(*shape(first))

    return tuple(argument(text) for text in parameters(name).values())
