"""Follow-through marks: a mistake in an earlier function of the chapter costs only once.

A function that fails is tried a second time with right functions in the place of the chapter's
earlier ones. What it then gets is its own; what it lost before was the earlier function's fault.

Who may stand in: the functions that come before it in its chapter, and no others. None of them
answers what a later one is asked (a test holds that), so a learner still has to write the step that
is being marked. What the stand-ins are asked is answered by the reference in this process.
"""

from dataclasses import replace

import solutions
from attention_lab.checking.calls import run_call

from ..exercises import CHAPTERS
from ..sandbox import Trial

FULL, HALF, NONE = 1.0, 0.5, 0.0
SHARES = {"full": FULL, "half": HALF, "none": NONE}


def earlier(name):
    """Return the functions that come before one in its chapter."""
    names = next(names for names in CHAPTERS.values() if name in names)
    return names[: names.index(name)]


class Following:
    """The marks of one submission, whose first trial may call for a second.

    Parameters
    ----------
    drawn : Drawn
        The requests.
    share : float
        How much of what an earlier mistake costs follows through.
    """

    def __init__(self, drawn, share):
        self._drawn, self._share, self._first = drawn, share, None

    def trial(self, outcomes):
        """Judge the first trial; return the second, or None if there is none to make."""
        self._first = self._drawn.judge(outcomes)
        return second_trial(self._drawn, self._first, outcomes)

    def verdicts(self, run):
        """Return the verdicts on both trials, by function."""
        verdicts = dict(self._first or self._drawn.judge(run.outcomes))
        for name, (outcomes, asked) in run.second.items():
            again = self._drawn.questions[name].judge(outcomes)
            blamed = [one for one in earlier(name) if one in asked and not verdicts[one].passed]
            verdicts[name] = follow_through(verdicts[name], again, blamed, self._share)
        return verdicts


def second_trial(drawn, verdicts, outcomes):
    """Return the `Trial` of functions that may fail by an earlier one's mistake, or None.

    Parameters
    ----------
    drawn : Drawn
        The requests.
    verdicts : dict
        By function, the verdict of the first trial.
    outcomes : list of Outcome
        What the first trial's calls came to.
    """
    missing = {
        name
        for (name, *_), outcome in zip(drawn, outcomes, strict=True)
        if outcome.kind == "missing"
    }
    names = [
        name
        for name, verdict in verdicts.items()
        if not verdict.passed
        and name not in missing
        and any(not verdicts[one].passed for one in earlier(name))
    ]
    if not names:
        return None
    wanted = [place for place, (name, *_) in enumerate(drawn) if name in names]
    requests = [(drawn[place][0], drawn[place][2]) for place in wanted]
    every = drawn.rooms
    rooms = [every[place] for place in wanted]
    return Trial(requests, rooms, {name: list(earlier(name)) for name in names}, _right)


def _right(name, call):
    return run_call(getattr(solutions, name), call)


def follow_through(verdict, again, blamed, share):
    """Return a function's verdict, with the marks that follow through.

    Parameters
    ----------
    verdict : Verdict
        What it got with the learner's own earlier functions.
    again : Verdict
        What it got with right ones.
    blamed : list of str
        The earlier functions that fail and that it has called.
    share : float
        How much of the difference it gets.
    """
    if not blamed or again.points < verdict.points:
        return verdict
    gained = share * (again.points - verdict.points)
    points = verdict.points + gained
    whose = " and ".join(f"`{name}`" for name in blamed)
    see = f"What made it fail is your {whose}, see there."
    if again.passed:
        marks = {FULL: "its marks follow through", NONE: ""}.get(share, "its marks follow in part")
        own = f"Right in itself{': ' if marks else ''}{marks}. {see}"
        return replace(
            verdict,
            points=points,
            follow_through=gained > 0,
            cases=again.cases,
            misconception=None,
            happened=own,
            idea="",
            evidence="",
            link="",
            see="",
        )
    if gained:
        see = f"{see} But with a right one this remains: {again.happened}"
        return replace(again, points=points, follow_through=True, happened=see)
    # What it makes wrong with right earlier functions is its own mistake.
    return replace(again, points=points)
