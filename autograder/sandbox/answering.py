"""Answer what a second trial's stand-ins ask, within budgets that the child cannot change.

Only functions before the one that is being called are answered for, whatever the child asks. The
question's arrays are bounded before anything is computed: so few numbers, and no batch axes that
would multiply them, that an answer stays small whatever is asked.
"""

import math
import time
from collections import defaultdict

import numpy as np

from attention_lab.checking import calls as vocabulary

from .inside import frames, values

MAX_ARGUMENTS = 16
MAX_INTEGER = 64  # a size, an axis, a number of heads


class Ended(Exception):
    """The child died, hung or talked nonsense; the text says which, for a learner to read."""


class Answers:
    """What a submission's stand-ins get.

    Parameters
    ----------
    trial : Trial
        The second trial.
    limits : Limits
        How much may be asked.

    Attributes
    ----------
    asked : dict
        By function, the set of earlier functions that it has asked for.
    """

    def __init__(self, trial, limits):
        self._trial, self._limits = trial, limits
        self._left, self._seconds = limits.asks, limits.ask_seconds
        self.asked = defaultdict(set)

    def to(self, name, header, blocks):
        """Return the message, a header and blocks, that answers a question.

        Parameters
        ----------
        name : str
            The function that is being called.
        header, blocks
            The child's message.

        Raises
        ------
        Ended
            If it asks for what it may not have, too often, or for too much.
        """
        self._left -= 1
        if self._left < 0 or self._seconds <= 0:
            raise Ended("it asked for too many answers")
        wanted = header["ask"]
        if not isinstance(wanted, str) or wanted not in self._trial.stand_ins.get(name, ()):
            raise Ended("it asked for a function that comes later")
        self.asked[name].add(wanted)
        call = self._question(header, blocks)
        start = time.process_time()
        told = self._trial.answer(wanted, call)
        self._seconds -= time.process_time() - start
        # Not the line that raised, which is one of the reference's.
        outcome = vocabulary.Outcome(told.kind, told.value, told.error, told.message)
        blobs = []
        return {"outcome": values.encode_outcome(outcome, blobs)}, blobs

    def _question(self, header, blocks):
        """Return the `Call` of a question, if it is a small one."""
        if blocks is None:
            raise Ended("it asked for too large an answer")
        try:
            if len(header["args"]) + len(header["kwargs"]) > MAX_ARGUMENTS:
                raise Ended("it asked with too many arguments")
            call = values.decode_call(header, blocks, vocabulary)
        except (TypeError, KeyError, ValueError, AttributeError, frames.BadFrame) as error:
            raise Ended("it asked for nothing that can be read") from error
        given = [*call.args, *call.kwargs.values()]
        arrays = [one for one in given if isinstance(one, np.ndarray)]
        if any(isinstance(one, vocabulary.Seed) for one in given):
            raise Ended("it asked with a generator")
        if any(type(one) is int and abs(one) > MAX_INTEGER for one in given):
            raise Ended("it asked for too large an answer")
        if sum(map(np.size, arrays)) > self._limits.ask_numbers or _multiplies(arrays):
            raise Ended("it asked for too large an answer")
        return call


def _multiplies(arrays):
    """Whether batch axes differ, so that together they are larger than in any single array."""
    batches = [array.shape[:-2] for array in arrays if array.ndim > 2]
    try:
        together = math.prod(np.broadcast_shapes(*batches))
    except ValueError:
        return False  # the function will refuse them
    return together > max((math.prod(batch) for batch in batches), default=1)
