"""Say what an exception in a learner's function means, and what to look at."""

import re

FRACTION = (
    "Shapes, slices and counts are made of whole numbers, and / makes a fraction even where it "
    "comes out even."
)
HINTS = (  # what an exception's text says, and the idea behind; the first that fits
    (
        r"truth value of an array",
        "An array is not true or false as a whole: ask whether there is one, or ask each entry.",
    ),
    (
        r"float\d*' object cannot be interpreted as an integer|slice indices must be integers"
        r"|expected a sequence of integers",
        FRACTION,
    ),
    (
        r"Cannot interpret '.*' as a data type",
        "A shape of several axes is one tuple: what comes after it is taken for a kind of number.",
    ),
    (
        r"[Cc]annot cast",
        "An array keeps its kind of number: one of whole numbers cannot take a fraction.",
    ),
    (
        r"read-only",
        "That array is a view of other numbers: what is to be changed has to be a copy.",
    ),
    (
        r"'tuple'|tuple indices",
        "Something in that line is several arrays together: take it apart first.",
    ),
    (
        r"'list'|list indices|sequence by non-int",
        "A list is not an array: convert it before you compute with it.",
    ),
    (
        r"object is not callable",
        "Round brackets call what stands before them, and that is not a function: is an operator "
        "missing, or a name used twice?",
    ),
    (
        r"same shape",
        "Arrays of different shapes cannot be stacked; a tuple holds arrays of any shape.",
    ),
    (
        r"equal division",
        "The axis that is cut does not come out even: ask which one that is, and whether it is the "
        "one you mean to cut.",
    ),
    (
        r"has no attribute",
        "What stands before the dot has no attribute of that name: ask what kind of object it is, "
        "and how the name is spelt.",
    ),
    (
        r"inhomogeneous",
        "Arrays of different shapes do not fit into one array, but a tuple can hold them.",
    ),
)
BY_TYPE = {
    "UnboundLocalError": "Your function gives this name a value of its own, but not before that "
    "line, the way this case goes.",
    "NameError": "Every name has to be defined in the notebook, above the place that uses it.",
    "RecursionError": "A function that calls itself needs a way out: did you mean another one?",
    "ModuleNotFoundError": "All exercises can be written with NumPy alone.",
    **dict.fromkeys(
        ("ValueError", "IndexError"),
        "Write the shape of every array beside that line: one is not what it needs.",
    ),
}
REFUSAL = "It is your own line that refuses this case: ask which cases it turns away."
OTHERWISE = "Run the line on a small array of your own and look at what goes into it."
PRODUCT = (  # how NumPy says that a matrix product does not fit
    r"matmul: .* core dimension 0, with gufunc signature .* \(size (\d+) is different from (\d+)\)"
)
INDEX = r"only integers, slices|used as indices must be|indices must be .*, not .*float"
COMPARED = r"(\w+)[\])]* *([!=]=) *None\b"
LENGTH = r"n|d|h|dim|batch\w*|[nd]_\w+|\w+_(len|dim|size)"  # how lengths of axes are called
ARGUMENTS = r"positional argument|keyword argument|values for argument"


def see_error(spec, case, call, got, expected):
    """Return two sentences on an exception: what happened, and the idea behind.

    Parameters
    ----------
    spec : Spec
        The function.
    case : Prepared
        The case that failed.
    call : Call
        The call that raised.
    got, expected : Outcome
        What came of it, and what should have.
    """
    first = case.words[:1].upper() + case.words[1:]
    if expected.kind == "raised":
        return (
            f"{first}, your function raised {got.error}, but {expected.error} is asked for.",
            "The type of an error tells the caller what went wrong.",
        )
    said = re.sub(PRODUCT, r"rows of \2 numbers cannot meet columns of \1", got.message.strip())
    text = "".join(f": {line.rstrip('.')}" for line in said.splitlines()[:1])
    end = "" if text.endswith("?") else "."
    return f"{first}, your function raised {got.error}{text}{end}", _idea(spec, call, got)


def _idea(spec, call, got):
    """Return what an exception's type and text, its line and the call say about its cause."""
    if "refused" in got.notes:
        return REFUSAL
    if got.error == "TypeError" and re.search(ARGUMENTS, got.message):
        return _arguments(spec, got)
    if got.error in ("TypeError", "AttributeError") and "NoneType" in got.message:
        return _none(spec, call, got)
    if re.search(INDEX, got.message):
        return _index(spec, got)
    if asks_each_entry(got):
        return see_each_entry(got)[1]
    for pattern, idea in HINTS:
        if re.search(pattern, got.message):
            return idea
    meant = _other_case(spec, got.message) if got.error == "NameError" else ""
    if got.error == "NameError" and not meant:
        return _unknown(spec, got.message)
    if meant:
        return f"Python tells capitals from small letters: the argument is called `{meant}`."
    return BY_TYPE.get(got.error, OTHERWISE)


def _unknown(spec, message):
    """Return the idea behind a name that is not defined: a slip, a length, or another function."""
    if "Did you mean" in message:
        return "Check how the name is spelt, or define it before that line."
    missing = re.search(r"name '(\w+)'", message)
    if missing and re.fullmatch(LENGTH, missing[1]):
        return (
            f"Compute `{missing[1]}` inside your function, from the shape of an argument such as "
            f"`{spec.parameters[0]}`."
        )
    return BY_TYPE["NameError"]


def asks_each_entry(got):
    """Whether an outcome is the error of an array that is compared with None."""
    return "truth value of an array" in got.message and bool(re.search(COMPARED, got.line))


def see_each_entry(got):
    """Return two sentences on a comparison of an array with None."""
    name, sign = re.search(COMPARED, got.line).groups()
    asks = "is None" if sign == "==" else "is not None"
    whole = "mask" if name == "mask" else "array"
    return f"Your function asks each entry of the {whole} whether it is None.", (
        f"`{sign}` asks each entry of `{name}`; `{asks}` asks whether there is "
        f"{'a' if whole == 'mask' else 'an'} {whole} at all."
    )


def _index(spec, got):
    """Return the idea behind an index that is no whole number."""
    if "/" in got.line:
        return FRACTION
    usual = "A position is a whole number, and what stands in the square brackets is not."
    return spec.ideas.get("index", usual)


def _arguments(spec, got):
    """Return the idea behind a call that does not fit: of this function, or of one within it."""
    if got.line:
        return (
            "Hold that line beside the first line of the function that it calls: they do not "
            "agree on the arguments."
        )
    return as_called(spec)


def as_called(spec):
    """Return the idea behind a first line that was changed."""
    return f"It is called as `{spec.name}{spec.signature}`: keep the first line as it was given."


def _none(spec, call, got):
    """Return the idea behind a None where an array should be: left out, or never returned."""
    given = {**dict(zip(spec.parameters, call.args, strict=False)), **call.kwargs}
    written = got.line.partition(": ")[2]
    for name in re.findall(r"(\w+)=None", spec.signature):
        used = not written or re.search(rf"\b{name}\b", written)
        if given.get(name) is None and used and "unpack" not in got.message:
            return (
                f"If `{name}` is left out it is None, and None is not an array: what should happen "
                "then?"
            )
    return "Something in that line is None: a function without `return` hands back None."


def _other_case(spec, message):
    """Return the argument whose name is the missing one's but for capitals, or ""."""
    missing = re.search(r"name '(\w+)'", message)
    return next((p for p in spec.parameters if missing and p.lower() == missing[1].lower()), "")
