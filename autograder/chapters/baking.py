"""Store the checks for the learner's machine: arrays and words, and no code.

What a misconception answers is stored as sketches (`attention_lab.checking.comparing`), in single
precision; where two misconceptions are closer than that, in double precision, so that the instant
check tells them apart as grading does.
"""

import inspect
import json
import math
import sys
from itertools import pairwise

import numpy as np

import solutions
from attention_lab.checking import stored
from attention_lab.checking.calls import Seed, run_call
from attention_lab.checking.comparing import sketch
from attention_lab.checking.following import questions
from attention_lab.checking.recognising import STORED as SINGLE

from ..exercises import CHECKS
from ..marking.following import earlier
from ..marking.questions import prepare
from ..provenance import STORED, digest

SEED = 20170612
BITS = 24
CLOSE = 1e-6
ELSEWHERE = "elsewhere"
SAME = 1e-12


class Pools:
    """Collects numbers of a kind into one array each."""

    def __init__(self):
        self.parts = {}
        self.sizes = {}

    def add(self, array, short=False):
        """Store an array and return where it lies; `short` allows single precision."""
        array = np.asarray(array)
        pool, numbers = self._pack(array, short)
        start = self.sizes.get(pool, 0)
        self.parts.setdefault(pool, []).append(numbers.ravel())
        self.sizes[pool] = start + array.size
        return {
            "pool": pool,
            "start": start,
            "shape": list(array.shape),
            "dtype": array.dtype.name,
        }

    def _pack(self, array, short):
        if array.dtype == bool:
            return "truths", array.astype(np.uint8)
        if array.dtype.kind == "i":
            return "integers", array.astype(np.int64)
        steps = array.astype(np.float64) * stored.STEP
        if np.array_equal(steps, np.round(steps)) and np.abs(steps).max(initial=0) < 2**31:
            return "thirty-seconds", steps.astype(np.int32)
        # A weight too small for single precision is no zero, and zeros are compared exactly.
        if short and (np.float32(array) != 0)[array != 0].all():
            return "singles", array.astype(np.float32)
        return "doubles", array

    def arrays(self):
        """Return each pool as one array."""
        return {pool: np.concatenate(parts) for pool, parts in self.parts.items()}


def bake(folder=stored.FOLDER, names=None):
    """Write the fixtures of all checks, or of those named, and return their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    functions = {}
    for name in names or CHECKS:
        functions[name], arrays = pack(CHECKS[name])
        np.savez_compressed(folder / f"{name}.npz", **arrays)
    words = {"made_from": digest(STORED), "functions": functions}
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    (folder / stored.WORDS).write_text(text, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def pack(check):
    """Return a check's words (for JSON) and arrays (for npz)."""
    question = prepare(check, np.random.default_rng([SEED, list(CHECKS).index(check.name)]))
    pools = Pools()
    spec = question.spec
    words = {
        "chapter": check.chapter,
        "number": check.number,
        "points": check.points,
        "parameters": spec.parameters,
        "signature": spec.signature,
        "returns": check.returns,
        "weights": check.weights,
        "ideas": check.ideas,
        "cases": [_case(case, pools) for case in question.cases],
        "asks": [
            [[_ask(*ask, pools) for ask in call] for call in case]
            for case in asks_of(check.name, question.cases)
        ],
    }
    kinds, frames, mistakes = [""], [], []
    rows, held, failed = [], [], []
    table = SketchTable(question)
    for mistake, replays in zip(spec.mistakes, question.replays(), strict=True):
        entry = [
            mistake.slug,
            mistake.happened,
            mistake.idea,
            mistake.by,
            mistake.see,
            mistake.line,
        ]
        rows.append(table.row(replays))
        held.append([replay.held for replay in replays])
        failed.append([_index(kinds, replay.kind) for replay in replays])
        mistakes.append(_index(words.setdefault("mistakes", []), entry))
    words["kinds"] = kinds
    slugs = [entry[0] for entry in words["mistakes"]]
    pairs = [pair for pair in question.pairs() if {pair.one, pair.two} <= set(slugs)]
    frame_of = [_index(frames, list(frame)) for frame in table.frames]
    words["frames"] = frames
    return words, {
        **pools.arrays(),
        "mistakes": np.array(mistakes, dtype=np.uint16),
        "sketches": np.array(rows, dtype=np.uint16).reshape(len(rows), -1),
        "held": np.array(held, dtype=bool),
        "kinds": np.array(failed, dtype=np.uint8),
        "frames": np.array(frame_of, dtype=np.uint16),
        **halved(np.array(table.numbers, dtype=np.float64)),
        "pairs": np.array(
            [(slugs.index(pair.one), slugs.index(pair.two)) for pair in pairs], dtype=np.uint16
        ).reshape(-1, 2),
        "pair_numbers": np.array(
            [[number for number, _ in pair.marks] for pair in pairs], dtype=np.float32
        ),
        "pair_codes": np.array([[code for _, code in pair.marks] for pair in pairs], np.uint16),
    }


def asks_of(name, cases):
    """Return what the reference asks earlier functions of its chapter, call by call.

    Only those questions are kept whose answer is the call's own result or a part of it, which is
    stored anyway.

    Returns
    -------
    list of list of list
        For each case and call, of (question, sketch, part): see `following.questions`.
    """
    reference = getattr(solutions, name)
    module = sys.modules[reference.__module__]
    said = []

    def listening(one, function, parameters):
        def listener(*args, **kwargs):
            value = function(*args, **kwargs)
            said.append((*questions(one, args, kwargs, parameters), value))
            return value

        return listener

    originals = {one: getattr(module, one) for one in earlier(name) if hasattr(module, one)}
    found = []
    try:
        for one, function in originals.items():
            parameters = tuple(inspect.signature(function).parameters)
            setattr(module, one, listening(one, function, parameters))
        for case in cases:
            found.append([])
            for call, expected in zip(case.calls, case.expected, strict=True):
                said.clear()
                run_call(reference, call)
                asked = [(*one[:2], _part(one[2], expected.value)) for one in said]
                found[-1].append([one for one in asked if one[2] != ELSEWHERE])
    finally:
        for one, function in originals.items():
            setattr(module, one, function)
    return found


def _part(answer, value):
    """Return which part of a result an answer is: its number, None for all of it, ELSEWHERE."""
    if isinstance(answer, tuple):
        same = isinstance(value, tuple) and all(map(np.array_equal, answer, value))
        return None if same else ELSEWHERE
    if not isinstance(value, tuple):
        return None if np.array_equal(answer, value) else ELSEWHERE
    same = [part for part, array in enumerate(value) if np.array_equal(answer, array)]
    return same[0] if same else ELSEWHERE


def _ask(question, seen, part, pools):
    """Return a question for JSON; the numbers of its sketch go to the arrays."""
    name, arrays, plain = question
    numbers = np.array([number for one in seen.numbers for number in one])
    form = [[list(shape), bool(truth)] for shape, truth in seen.form]
    return [name, arrays, plain, form, part, pools.add(numbers, short=True)]


def _index(items, item):
    """Return the place of an item in a list, adding it if it is new."""
    if item not in items:
        items.append(item)
    return items.index(item)


def _case(case, pools):
    return {
        "slug": case.slug,
        "words": case.words,
        "see": case.see,
        "weight": case.weight,
        "basic": case.basic,
        "relation": case.relation,
        "calls": [
            {
                "args": [_argument(a, pools) for a in call.args],
                "kwargs": {key: _argument(a, pools) for key, a in call.kwargs.items()},
            }
            for call in case.calls
        ],
        "expected": [_outcome(one, pools) for one in case.expected],
        "tolerances": case.tolerances,
    }


def _argument(value, pools):
    if isinstance(value, Seed):
        return {"seed": value.value}
    return pools.add(value) if isinstance(value, np.ndarray) else value


def _outcome(outcome, pools):
    if outcome.kind == "raised":
        return {"error": outcome.error}
    if isinstance(outcome.value, tuple):
        return {"tuple": [pools.add(part, short=True) for part in outcome.value]}
    return pools.add(outcome.value, short=True)


def halved(numbers):
    """Return numbers in single precision, and apart from them those that need double."""
    with np.errstate(over="ignore"):
        short = numbers.astype(np.float32)
    places = np.flatnonzero(short != numbers)
    return {
        "numbers": short,
        "precise_at": places.astype(np.int32),
        "precise": numbers[places],
    }


def rounded(number):
    """Return a float with as many digits as single precision has, whatever its size."""
    if not math.isfinite(number):
        return number
    fraction, exponent = math.frexp(number)
    return math.ldexp(round(fraction * 2**BITS) / 2**BITS, exponent)


class SketchTable:
    """Gives each different sketch a number; 0 is what is expected."""

    def __init__(self, question):
        self.frames, self.numbers, self._known = [], [], {}
        self._calls = [
            (index, sketch(expected), tolerances)
            for index, (expected, tolerances) in enumerate(
                (expected, SINGLE if case.relation else tolerances)  # each answer counts there
                for case in question.cases
                for expected, tolerances in zip(case.expected, case.tolerances, strict=True)
            )
        ]
        self._close = self._crowded(question.replays())

    def _crowded(self, all_replays):
        """Return the (call, sketch) pairs that single precision could not tell from another."""
        crowded = set()
        for index, *_ in self._calls:
            found = {self._flat(replays)[index] for replays in all_replays}
            found = sorted((s for s in found if s.numbers), key=lambda s: s.numbers[0][0])
            for one, two in pairwise(found):
                if one.matches(two, (CLOSE, 0)) and not one.matches(two, (SAME, 0)):
                    crowded |= {(index, one), (index, two)}
        return crowded

    @staticmethod
    def _flat(replays):
        return [one for replay in replays for one in replay.sketches]

    def row(self, replays):
        """Return the numbers of a mistake's sketches, one a call."""
        row = []
        for (index, expected, tolerances), one in zip(
            self._calls, self._flat(replays), strict=True
        ):
            right = one.matches(expected, tolerances) and (index, one) not in self._close
            row.append(0 if right else self._number(index, one))
        return row

    def _number(self, index, one):
        numbers = one.numbers
        if (index, one) not in self._close:
            numbers = tuple(tuple(map(rounded, part)) for part in numbers)
        key = (one.kind, one.form, one.note, numbers)
        if key not in self._known:
            form = [[list(shape), truth] for shape, truth in one.form]
            self.frames.append((one.kind, form, one.note))
            self.numbers += [number for part in numbers for number in part]
            self._known[key] = len(self.frames)
        return self._known[key]
