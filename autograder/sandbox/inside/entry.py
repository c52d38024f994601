"""Start the warm process: in two starts where it moves into a root of its own, else in one.

The first start knows the paths of this machine and loads nothing of weight; the second begins
inside, and loads what notebooks use.
"""

import os

from . import frames, jail, root
from .channel import Channel

INSIDE = "/inside"


def main(descriptor, proc=None):
    """Enter the jail and become the warm process.

    Parameters
    ----------
    descriptor : int
        An open Unix socket to the grader.
    proc : int, optional
        In the second start: what the first has kept open of this machine, its ``/proc``.
    """
    control = Channel(descriptor)
    if proc is None:
        order, _ = frames.unpack(control.read, frames.MAX_REQUEST)
        if order["level"] == "namespaces":
            _move(control, order)
        level = _level(order)
    else:
        level = jail.Namespaces(proc, INSIDE)
    from . import zygote  # not before: it loads NumPy, which the first of two starts can do without

    zygote.main(control, level)


def _move(control, order):
    """Move in and begin again there; this does not return."""
    try:
        proc = root.move_in(order["root"], order["binds"], order["hidden"])
        command = [word.replace("PROC", str(proc)) for word in order["command"]]
        root.begin_again(command, order["environment"], [control.descriptor, proc])
    except BaseException as error:
        control.write(frames.pack({"error": f"{type(error).__name__}: {error}"}))
        os._exit(1)


def _level(order):
    if order["level"] == "landlock":
        return jail.Landlock(order["readable"], order["listed"], order["scratch"])
    return jail.Nothing(order["scratch"])
