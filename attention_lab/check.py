"""The learner's instant check: ``check(softmax)`` says at once what works and what does not."""

import os
import sys
from dataclasses import replace

from .checking import stored
from .checking.calls import Outcome, parameters_of, run_call
from .checking.following import second_look
from .checking.panel import as_html, as_text
from .checking.verdict import judge


class CheckFailed(Exception):
    """Raised under nbgrader's Validate button, so that it reports a check that does not pass."""


class Checked:
    """What `check` found; a notebook shows it as a panel, a terminal as text."""

    def __init__(self, verdict):
        self.verdict = verdict

    def __repr__(self):
        return as_text(self.verdict, points=False)

    def _repr_html_(self):
        return as_html(self.verdict, points=False)


class Note:
    """A line for whoever asked for a check that cannot be made."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def check(function):
    """Try a function on stored inputs and say what came of it.

    Parameters
    ----------
    function : callable or str
        The function, or its name; a name is looked up where `check` is called.

    Returns
    -------
    Checked
        Shows itself: each case with a tick or a cross, what happened and the idea behind.

    Raises
    ------
    CheckFailed
        Only while nbgrader validates a notebook, if a case fails. Otherwise nothing is raised.
    """
    name = function if isinstance(function, str) else getattr(function, "__name__", "")
    found = _look_up(name, sys._getframe(1)) if isinstance(function, str) else function
    try:
        names = stored.names()
    except FileNotFoundError:
        return Note("The stored checks are missing. Make them: python -m autograder bake")
    if name not in names:
        return Note(
            f"There is no check for {name or 'this'}. There are checks for {', '.join(names)}."
        )
    spec, cases = stored.load(name)
    verdict = judge(spec, cases, _try(found, cases), reveal=True, own=parameters_of(found))
    if not verdict.passed and stored.earlier(name):
        verdict = _looked_at_again(verdict, found, spec, cases)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not verdict.passed:
        raise CheckFailed(as_text(verdict, points=False))
    return Checked(verdict)


def _looked_at_again(verdict, function, spec, cases):
    """Return the verdict, with what can be said of the function where an earlier one fails."""

    def load(one):
        if one not in stored.earlier(spec.name):
            raise KeyError(one)
        return stored.load(one)

    blamed, right = second_look(function, spec, cases, stored.asks(spec.name), load)
    if not blamed:
        return verdict
    whose = " and ".join(f"`{one}`" for one in blamed)
    if right:
        return replace(
            verdict,
            misconception=None,
            happened=f"Right in itself. What makes it fail is your {whose}, see there.",
            idea="",
            evidence="",
            link="",
        )
    if right is None:
        first = f"It calls your {whose}, which does not pass its own check yet: look there first."
        return replace(verdict, happened=first, idea=verdict.message)
    return verdict


def _try(function, cases):
    """Return the outcomes of all cases; after a first call that is not written, no others."""
    if not callable(function):
        return [[Outcome("missing")]]
    first = run_call(function, cases[0].calls[0])
    if first.error == "NotImplementedError":
        return [[first]]
    kept = []
    return [[run_call(function, call, kept) for call in case.calls] for case in cases]


def _look_up(name, frame):
    """Return what a name stands for where `check` was called, or in the running notebook."""
    if name in frame.f_locals or name in frame.f_globals:
        return frame.f_locals.get(name, frame.f_globals.get(name))
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns.get(name) if shell else None
