"""Describe a wrong answer by what can be seen in it, where no misconception is recognised."""


def unsolved(spec, cases, first, verdict_type, result_type):
    """Return the verdict on a function that is not written yet."""
    return verdict_type(
        spec.name,
        0.0,
        spec.points,
        False,
        cases=[result_type(case.words, False, case.weight) for case in cases],
        happened=f"{spec.name} is not written yet.",
        idea="Write its body, run the cell, then check again.",
    )


def describe(spec, cases, outcomes, passed, verdict):
    """Say in one sentence what can be seen at the first failing case."""
    index = passed.index(False) if False in passed else None
    if index is None:
        verdict.happened = f"{spec.name} changes its argument."
        return
    verdict.happened = f"{spec.name} goes wrong {cases[index].words}."
