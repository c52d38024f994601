"""Read the stored checks: inputs, expected results and misconceptions, as arrays without code.

``python -m autograder bake`` writes them into ``attention_lab/fixtures``: ``checks.json`` holds the
words, one ``.npz`` a function the numbers. Nothing here can compute an answer.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from .calls import Call, Outcome, Seed
from .comparing import Sketch, Tolerance, sketch
from .pairing import Pair
from .verdict import Mistake, Prepared, Spec

FOLDER = Path(__file__).parent.parent / "fixtures"
WORDS = "checks.json"
STEP = 32  # most inputs are thirty-seconds, and stored as whole numbers
PER_ARRAY = 3  # numbers in the sketch of one array


@lru_cache(maxsize=1)
def _words(path, changed):
    return json.loads(path.read_text(encoding="utf-8"))


def made_from(folder=None):
    """Return the fingerprint of the sources that the fixtures were made from, "" without any."""
    path = (folder or FOLDER) / WORDS
    return _words(path, path.stat().st_mtime_ns).get("made_from", "") if path.exists() else ""


def _functions(folder):
    path = folder / WORDS
    return _words(path, path.stat().st_mtime_ns)["functions"]


def names(folder=None):
    """Return the names of all functions that have a stored check, in course order."""
    return list(_functions(folder or FOLDER))


def load(name, folder=None):
    """Return (`Spec`, list of `Prepared` cases) for a function.

    Parameters
    ----------
    name : str
        One of `names()`.
    folder : Path, optional
        Where the fixtures are; by default in the package.

    Raises
    ------
    FileNotFoundError
        If the fixtures were not made: ``python -m autograder bake`` makes them.
    KeyError
        If there is no check with that name.
    """
    folder = folder or FOLDER
    return _load(name, folder, (folder / f"{name}.npz").stat().st_mtime_ns)


def earlier(name, folder=None):
    """Return the functions that come before one in its chapter."""
    functions = _functions(folder or FOLDER)
    chapter = functions[name]["chapter"]
    before = list(functions)[: list(functions).index(name)]
    return [one for one in before if functions[one]["chapter"] == chapter]


def asks(name, folder=None):
    """Return what a right function asks earlier ones: see `following.second_look`."""
    folder = folder or FOLDER
    with np.load(folder / f"{name}.npz", allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    return [[_asked(call, arrays) for call in case] for case in _functions(folder)[name]["asks"]]


def _asked(call, arrays):
    """Return one call's questions with their answers' places, and their sketches."""
    known = {}
    for name, names, plain, form, part, place in call:
        rows = _array(place, arrays).astype(float).reshape(-1, PER_ARRAY).tolist()
        shapes = tuple((tuple(shape), truth) for shape, truth in form)
        seen = Sketch(f"value {len(form)}", shapes, tuple(map(tuple, rows)))
        question = (name, tuple(names), tuple(map(tuple, plain)))
        known.setdefault(question, []).append((seen, part))
    return known


@lru_cache(maxsize=32)
def _load(name, folder, changed):
    words = _functions(folder)[name]
    with np.load(folder / f"{name}.npz", allow_pickle=False) as file:
        arrays = {key: file[key] for key in file.files}
    cases = [_case(case, arrays) for case in words["cases"]]
    spec = Spec(
        name,
        words["chapter"],
        words["number"],
        words["points"],
        tuple(words["parameters"]),
        words["signature"],
        [Mistake(*words["mistakes"][index]) for index in arrays["mistakes"]],
        lru_cache(maxsize=1)(lambda: _replays(words, arrays, cases)),
        tuple(words["returns"]),
        words["weights"],
        words["ideas"],
        lru_cache(maxsize=1)(lambda: _pairs(words, arrays)),
    )
    return spec, cases


def _pairs(words, arrays):
    """Return what two mistakes at once answer in the ordinary case."""
    slugs = [entry[0] for entry in words["mistakes"]]
    marks = zip(arrays["pair_numbers"].tolist(), arrays["pair_codes"].tolist(), strict=True)
    return [
        Pair(slugs[one], slugs[two], tuple(zip(numbers, codes, strict=True)))
        for (one, two), (numbers, codes) in zip(arrays["pairs"].tolist(), marks, strict=True)
    ]


def _case(case, arrays):
    return Prepared(
        case["slug"],
        case["words"],
        case["see"],
        case["weight"],
        case["basic"],
        case["relation"],
        [
            Call(
                tuple(_argument(a, arrays) for a in call["args"]),
                {key: _argument(a, arrays) for key, a in call["kwargs"].items()},
            )
            for call in case["calls"]
        ],
        [_outcome(expected, arrays) for expected in case["expected"]],
        [Tolerance(*numbers) for numbers in case["tolerances"]],
    )


def _argument(stored, arrays):
    if not isinstance(stored, dict):
        return stored
    return Seed(stored["seed"]) if "seed" in stored else _array(stored, arrays)


def _array(stored, arrays):
    """Return one array from the pool it lies in."""
    pool = arrays[stored["pool"]]
    count = int(np.prod(stored["shape"], dtype=int))
    flat = pool[stored["start"] : stored["start"] + count].astype(stored["dtype"])
    if stored["pool"] == "thirty-seconds":
        flat = flat / np.array(STEP, dtype=stored["dtype"])
    return flat.reshape(stored["shape"])


def _outcome(stored, arrays):
    if "error" in stored:
        return Outcome("raised", error=stored["error"])
    if "tuple" in stored:
        return Outcome("value", tuple(_array(part, arrays) for part in stored["tuple"]))
    return Outcome("value", _array(stored, arrays))


class _Sketches:
    """The stored sketches by number, each made when it is first asked for."""

    def __init__(self, words, arrays):
        self._frames = [
            (kind, tuple((tuple(shape), truth) for shape, truth in form), note)
            for kind, form, note in words["frames"]
        ]
        self._frame_of = arrays["frames"]
        counts = np.array([PER_ARRAY * len(form) for _, form, _ in self._frames], dtype=int)
        self._starts = np.concatenate([[0], np.cumsum(counts[self._frame_of])])
        self._numbers = arrays["numbers"].astype(np.float64)
        self._numbers[arrays["precise_at"]] = arrays["precise"]
        self._made = {}

    def __getitem__(self, number):
        if number not in self._made:
            kind, form, note = self._frames[self._frame_of[number - 1]]
            start, stop = self._starts[number - 1], self._starts[number]
            numbers = self._numbers[start:stop].reshape(-1, PER_ARRAY).tolist()
            self._made[number] = Sketch(kind, form, tuple(map(tuple, numbers)), note=note)
        return self._made[number]


@dataclass
class _Replay:
    """A `Replay` that looks its sketches up when they are asked for; number 0 is as expected."""

    table: _Sketches
    numbers: np.ndarray
    expected: list
    held: bool
    kind: str

    @property
    def passed(self):
        return not self.kind

    @property
    def sketches(self):
        return [
            self.table[number] if number else right
            for number, right in zip(self.numbers, self.expected, strict=True)
        ]


@dataclass
class _Replays:
    """One mistake's replays by the number of the case, each made when it is first asked for."""

    make: Callable
    made: dict = field(default_factory=dict)

    def __getitem__(self, case):
        if case not in self.made:
            self.made[case] = self.make(case)
        return self.made[case]


def _replays(words, arrays, cases):
    """Return the replays of each mistake."""
    table = _Sketches(words, arrays)
    expected = [[sketch(one) for one in case.expected] for case in cases]
    stops = np.cumsum([len(case.calls) for case in cases])[:-1]
    numbers = np.split(arrays["sketches"], stops, axis=1)
    held, kinds = arrays["held"], arrays["kinds"]

    def make(mistake, case):
        kind = words["kinds"][kinds[mistake, case]]
        own = numbers[case][mistake]
        return _Replay(table, own, expected[case], bool(held[mistake, case]), kind)

    return [_Replays(partial(make, mistake)) for mistake in range(len(arrays["mistakes"]))]
