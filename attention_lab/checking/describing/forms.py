"""Say what is wrong with the kind of thing that a function returned, before its numbers count."""

import numpy as np

from ..calls import Foreign
from ..comparing import as_array

RETURNS = "The docstring says under Returns what is handed back."
IN_ORDER = "The docstring says under Returns what is handed back, and in which order."
BY_NAME = "A dict is read by names, a tuple by the order of its parts."
INSIDE = {  # what spoils an array, a list or a tuple: its name, and the idea behind
    "complex": ("complex numbers", "Follow the numbers to the first step that makes them complex."),
    "text": ("text", "Numbers that were turned into text can be read, and not computed with."),
    "None": ("None", "A place holds None: find the step that should have filled it."),
    "tuple": ("a tuple", "A tuple within a tuple counts as one thing: each array stands alone."),
    "list": ("a list", "A list within a list counts as one thing: each array stands alone."),
    "objects": ("other things than numbers", ""),
}


def see_form(spec, case, got, wanted):
    """Return two sentences where something else than the right kind of thing is returned, or None.

    Parameters
    ----------
    spec, case : Spec, Prepared
        The function, and the case that failed.
    got : Outcome
        What came of the call: a value.
    wanted : array or tuple of arrays
        What should have been returned.
    """
    mine = got.value
    if mine is None:
        return see_none(case, got)
    several = isinstance(wanted, tuple)
    count = len(mine) if isinstance(mine, tuple) else None
    if several and count == len(wanted):
        return None
    asked = (
        f"where the tuple ({', '.join(spec.returns)}) is asked for"
        if several
        else f"where one {'array' if wanted.ndim else 'number'} is asked for"
    )
    if isinstance(mine, Foreign):
        what, idea = strange(mine)
        if " of " in mine.type_name and not several:
            things = "True and False" if wanted.dtype == bool else "plain numbers"
            asked = f"where {things} are asked for"
        return f"Your function returned {what}, {asked}.", idea or (
            IN_ORDER if several else RETURNS
        )
    if count == 0:
        return f"Your function returned an empty tuple or list, {asked}.", RETURNS
    if several and count is None:
        return f"Your function returned one array, {asked}.", IN_ORDER
    if several:
        things = "one thing" if count == 1 else f"{count} things"
        return f"Your function returned {things}, {asked.replace('the tuple ', '')}.", IN_ORDER
    whole = as_array(mine)
    if not isinstance(whole, np.ndarray):
        return f"Your function returned {count} things, {asked}.", RETURNS
    if count is None or _are_rows(mine, whole, wanted):
        return None
    return _see_several(mine)


def see_none(case, got):
    """Return two sentences where nothing is returned; printing counts if something was printed."""
    if "printed" in got.notes:
        return (
            f"Your function printed something {case.words}, and returned None.",
            "What is printed is for the eye: a function hands back what stands after `return`.",
        )
    return (
        f"Your function returned None {case.words}: it came to its end without meeting a "
        "`return`, or None stands after it.",
        "Look at how far the `return` is indented, and whether every way through the function "
        "meets one.",
    )


def strange(foreign):
    """Return a name with its article for what is not an array, and the idea behind or ""."""
    outer, _, inner = foreign.type_name.partition(" of ")
    if outer.startswith("complex"):
        return "a complex number", INSIDE["complex"][1]
    article = "an" if outer[:1].lower() in tuple("aeiou") else "a"
    if not inner:
        return f"{article} {outer}", BY_NAME if outer == "dict" else ""
    inner = "complex" if inner.startswith("complex") else inner
    name, idea = INSIDE.get(inner, (f"things of the type {inner}", ""))
    return f"{article} {outer} with {name} in it", idea


def _are_rows(mine, whole, wanted):
    """Whether a list or tuple of arrays is meant as the rows of one array."""
    if whole.shape == wanted.shape:
        return True
    if any(item.shape == wanted.shape for item in mine):
        return False
    return whole.ndim <= wanted.ndim or len(mine) in wanted.shape[:1]


def _see_several(mine):
    """Return two sentences where several arrays are returned, and one is asked for."""
    if len(mine) == 1:
        return (
            "Your function returned a tuple or list with one array in it, where the array itself "
            "is asked for.",
            "Square brackets around an array, or a comma after it, put it into something else.",
        )
    what = "arrays" if mine[0].ndim else "numbers"
    return f"Your function returned {len(mine)} {what}, where one is asked for.", RETURNS
