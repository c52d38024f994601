"""Draw fresh inputs for a class, and mark what its functions return for them.

``draw(names, rng)`` makes the inputs and the expected outcomes once; the requests go to every
submission's sandbox, and `Drawn.judge` turns the outcomes that come back into verdicts. What the
misconceptions answer is computed once too, when a first wrong answer asks for it.
"""

import inspect
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

import solutions
from attention_lab.checking.calls import run_call, run_calls
from attention_lab.checking.comparing import HUGE_SINGLE, SINGLE, Tolerance, sketch, tolerance
from attention_lab.checking.pairing import Pair, mark_of
from attention_lab.checking.recognising import failure_kind, relation_holds
from attention_lab.checking.verdict import Mistake, Prepared, Replay, Spec, case_passes, judge

from ..exercises import CHECKS
from ..exercises.words import where, where_unknown, words_for

LARGER = 16  # times the right answer, and
LARGE_ANSWER = 1 << 20  # bytes: what is larger is wrong, and only its shape is looked at


@dataclass
class Question:
    """One function's cases with their expected outcomes, and the misconceptions' answers."""

    check: object
    cases: list
    _replays: list = field(default=None, repr=False)
    _pairs: list = field(default=None, repr=False)

    @cached_property
    def spec(self):
        """What the judge needs to know about the function."""
        check = self.check
        signature = inspect.signature(getattr(solutions, check.name))
        return Spec(
            check.name,
            check.chapter,
            check.number,
            check.points,
            tuple(signature.parameters),
            str(signature),
            [self._mistake(m) for m in check.misconceptions],
            self.replays,
            check.returns,
            check.weights,
            check.ideas,
            self.pairs,
        )

    def pairs(self):
        """Return what two misconceptions at once answer in the ordinary case, where they do."""
        if self._pairs is None:
            calls = [call for case in self.cases if case.basic for call in case.calls]
            self._pairs = []
            for one, two, wrong in self.check.pairs():
                marks = [mark_of(run_call(wrong, call)) for call in calls]
                if None not in marks:
                    kept = tuple((number, code) for number, code, _ in marks)
                    self._pairs.append(Pair(one, two, kept))
        return self._pairs

    def _mistake(self, misconception):
        slug, check = misconception.slug, self.check
        words = words_for(slug, check.name)
        return Mistake(slug, *words, misconception.by, where(slug, check), misconception.line)

    def replays(self):
        """Return what each misconception answers: see `attention_lab.checking.verdict.Spec`."""
        if self._replays is None:
            self._replays = [self._replay(m.wrong) for m in self.check.misconceptions]
        return self._replays

    def _replay(self, wrong):
        answers, kept = [], []
        for case in self.cases:
            outcomes = [run_call(wrong, call, kept) for call in case.calls]
            passed = case_passes(case, outcomes)
            answers.append(
                Replay(
                    [sketch(one) for one in outcomes],
                    relation_holds(case, outcomes),
                    passed,
                    failure_kind(case, outcomes, passed),
                )
            )
        return answers

    def judge(self, outcomes):
        """Return the `Verdict` on one outcome for each call, in order."""
        grouped, position = [], 0
        for case in self.cases:
            grouped.append(outcomes[position : position + len(case.calls)])
            position += len(case.calls)
        return judge(self.spec, self.cases, grouped)

    def ask(self, function):
        """Call a trusted function in this process and return the `Verdict`."""
        return self.judge(run_calls(function, [call for case in self.cases for call in case.calls]))


class Drawn(list):
    """The requests to send, a list of (function name, case slug, `Call`), and how to mark them."""

    def __init__(self, questions):
        self.questions = questions
        super().__init__(
            (name, case.slug, call)
            for name, question in questions.items()
            for case in question.cases
            for call in case.calls
        )

    @property
    def rooms(self):
        """For each request the most bytes that an answer may have, to be looked at."""
        return [
            LARGER * _bytes_of(outcome) + LARGE_ANSWER
            for question in self.questions.values()
            for case in question.cases
            for outcome in case.expected
        ]

    def judge(self, outcomes):
        """Return a dictionary from function name to `Verdict`.

        Parameters
        ----------
        outcomes : sequence of Outcome
            One for each request, in order.
        """
        verdicts, position = {}, 0
        for name, question in self.questions.items():
            count = sum(len(case.calls) for case in question.cases)
            verdicts[name] = question.judge(outcomes[position : position + count])
            position += count
        return verdicts


def draw(names, rng):
    """Draw inputs for the functions `names` from `rng` and return the `Drawn` requests."""
    return Drawn({name: prepare(CHECKS[name], rng) for name in names})


def prepare(check, rng):
    """Draw a check's cases and compute what the reference answers: a `Question`."""
    reference = getattr(solutions, check.name)
    cases = []
    for case in check.cases(rng):
        cases.append(
            Prepared(
                case.slug,
                case.words,
                where_unknown(check, case.slug),
                case.weight,
                case.basic,
                case.relation,
                list(case.calls),
                [run_call(reference, call) for call in case.calls],
                [_tolerance(call, case, check.weights) for call in case.calls],
            )
        )
    return Question(check, cases)


def _bytes_of(outcome):
    values = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
    return sum(value.nbytes for value in values if isinstance(value, np.ndarray))


def _tolerance(call, case, weights):
    """Return the contract's tolerance for a call, or the case's own where it has one."""
    usual = tolerance(call)
    if case.huge:
        usual = HUGE_SINGLE if usual == SINGLE else usual
    return Tolerance(
        usual.relative if case.rtol is None else case.rtol,
        usual.absolute if case.atol is None else case.atol,
        None if case.huge else weights,
    )


def judge_function(function, name, seed=0):
    """Judge a trusted function in this process, with the inputs that `seed` draws."""
    return prepare(CHECKS[name], np.random.default_rng(seed)).ask(function)
