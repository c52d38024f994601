"""Stand-ins for a learner's earlier functions: each asks the judge, which has a right one.

A stand-in packs its arguments, sends them, and unpacks the answer. Which functions may be asked
for, how often and how much is decided on the other side (see `running`).
"""

import threading

import numpy as np

from . import frames, values

_ERRORS = {error.__name__: error for error in (ValueError, TypeError, IndexError)}


class StandIns:
    """Binds names of a notebook to stand-ins, and back to the learner's functions.

    Parameters
    ----------
    space : dict
        The notebook's names.
    bound : dict
        The learner's functions, by name.
    channel : object
        As in `runner.serve`.
    calls : module
        With the classes `Call` and `Outcome`.
    """

    def __init__(self, space, bound, channel, calls):
        self._space, self._bound, self._channel, self._calls = space, bound, channel, calls
        self._own = {}
        self._lock = threading.Lock()

    def bind(self, names):
        """Let stand-ins answer for these functions, under whatever name a function has."""
        self._space.update(self._own)
        self._own = {}
        for name in names:
            theirs, stand_in = self._bound.get(name), self._stand_in(name)
            for key, value in list(self._space.items()):
                if value is theirs and theirs is not None:
                    self._own[key] = value
                    self._space[key] = stand_in
            self._space[name] = stand_in

    def _stand_in(self, name):
        def stand_in(*args, **kwargs):
            call = self._calls.Call(
                tuple(map(_plain, args)), {key: _plain(value) for key, value in kwargs.items()}
            )
            with self._lock:
                return self._ask(name, call)

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def _ask(self, name, call):
        blobs = []
        item = {"ask": name, **values.encode_call(call, blobs)}
        self._channel.write(frames.pack(item, blobs))
        header, blocks = frames.unpack(self._channel.read, frames.MAX_REQUEST)
        outcome = values.decode_outcome(header["outcome"], blocks, self._calls)
        if outcome.kind == "value":
            return outcome.value
        raise _ERRORS.get(outcome.error, RuntimeError)(outcome.message)


def _plain(value):
    """Return an argument as what can be sent: an array, a number or None."""
    if value is None or type(value) in (bool, int, float):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"an array of numbers is needed, not {type(value).__name__}")
    return array
