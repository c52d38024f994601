"""Worked examples of misconceptions: a small call, what the mistake answers, and the right answer.

The numbers are computed from the catalogue: the mistake's own function and the reference are called
with the first of the record's small calls that tells them apart. The line of code that goes with a
mistake is written by hand, beside its words, and a test evaluates it.
"""

import inspect
from dataclasses import dataclass

import numpy as np

import solutions
from attention_lab.checking.calls import Seed, run_call

from ..exercises.words import ENTRIES

WIDTH, LINES = 44, 9  # letters and lines of a printed array before its shape stands for it


@dataclass(frozen=True)
class Example:
    """One mistake on one small call.

    Attributes
    ----------
    function : str
        The function's name.
    call : Call
        Its arguments.
    wrong, right : Outcome
        What the mistake and the reference answer.
    line, instead : str
        A line of code with the mistake, and what stands in its place, where they are written.
    returns : tuple of str
        The names of what is returned, where that is a tuple.
    """

    function: str
    call: object
    wrong: object
    right: object
    line: str = ""
    instead: str = ""
    returns: tuple = ()

    def text(self):
        """Return the example as lines of plain text."""
        names = list(inspect.signature(getattr(solutions, self.function)).parameters)
        given = [*zip(names, self.call.args, strict=False), *self.call.kwargs.items()]
        given = [(name, value) for name, value in given if not isinstance(value, Seed)]
        lines = [f"{self.function}:", *(_assigned(name, value) for name, value in given)]
        wrong, right = _told_apart(self.wrong, self.right, self.returns)
        lines += ["", *_labelled("wrong", self.line, wrong)]
        lines += _labelled("right", self.instead, right)
        return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n"))


def lines():
    """Return {slug: its words} of the mistakes whose words have a line of code.

    "line" is the code with the mistake and "instead" what stands in its place; "means" is the whole
    expression where the line is a part of it, and "fragment" is true where there is none. "unseen"
    is true for a mistake that no single small call shows: it gets the two lines and no numbers.
    "function" and "at" (a place among the record's small calls) choose the example.
    """
    return {slug: entry for slug, entry in ENTRIES.items() if "line" in entry}


def example(slug, checks):
    """Return the `Example` of a misconception, or None where no small call shows it.

    Parameters
    ----------
    slug : str
        The misconception.
    checks : dict of FunctionCheck
        All checks, by function.
    """
    written = lines().get(slug, {})
    if written.get("unseen"):
        return None
    names = [written["function"]] if "function" in written else list(checks)
    for name in names:
        wrongs = [one.wrong for one in checks[name].misconceptions if one.slug == slug]
        if not wrongs:
            continue
        found = [
            one
            for call in _calls(checks[name], written)
            for one in _shown_by(call, name, wrongs, written)
        ]
        if found:
            # An answer says more than an error.
            wrong, right, call = next((one for one in found if one[0].kind == "value"), found[0])
            more = written.get("line", ""), written.get("instead", "")
            return Example(name, call, wrong, right, *more, checks[name].returns)
    return None


def without_numbers(slug):
    """Return the lines of code of a mistake that shows in no single call, as plain text."""
    written = lines()[slug]
    return "\n".join(
        [*_labelled("wrong", written["line"], []), *_labelled("right", written["instead"], [])]
    )


def _calls(check, written):
    return [check.small[written["at"]]] if "at" in written else check.small


def _shown_by(call, name, wrongs, written):
    """Return (wrong, right, call) for each mistake that the call tells from the right answer."""
    right = run_call(getattr(solutions, name), call)
    given = [run_call(wrong, call) for wrong in wrongs]
    given = [one for one in given if one.mutated or not same(one, right)]
    if source := written.get("means", "" if written.get("fragment") else written.get("line")):
        meant = evaluated(source, name, call)
        given = [one for one in given if same(one, meant)]
    return [(one, right, call) for one in given]


def evaluated(line, name, call):
    """Return the `Outcome` of a line of code with a call's arguments by their names."""

    def function(*args, **kwargs):
        bound = inspect.signature(getattr(solutions, name)).bind(*args, **kwargs)
        bound.apply_defaults()
        known = {"np": np, **{each: getattr(solutions, each) for each in solutions.__all__}}
        known |= bound.arguments
        for each, source in BEFORE.get(name, {}).items():
            known[each] = eval(source, known)
        return eval(line, known)

    return run_call(function, call)


def same(one, other):
    """Whether two outcomes are equal, to about five digits."""
    if one.kind != other.kind or one.error != other.error:
        return False
    parts = [_parts(outcome.value) for outcome in (one, other)]
    if len(parts[0]) != len(parts[1]):
        return False
    return all(_equal(a, b) for a, b in zip(*parts, strict=True))


def _parts(value):
    return value if isinstance(value, tuple) else (value,)


def _equal(a, b):
    arrays = [isinstance(one, np.ndarray) for one in (a, b)]
    if not all(arrays):
        return not any(arrays) and a == b
    if a.shape != b.shape or (a.dtype.kind == "b") != (b.dtype.kind == "b"):
        return False
    return np.allclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=True)


# What earlier lines of such a function may have made, by the names that its lines use.
BEFORE = {
    "hard_lookup": {"scores": "keys @ query"},
    "dot_product_std": {
        "queries": "rng.standard_normal((n_samples, d_k))",
        "keys": "rng.standard_normal((n_samples, d_k))",
        "scores": "(queries * keys).sum(axis=1)",
    },
    "cosine_scores": {
        "scores": "dot_product_scores(Q, K)",
        "lengths_Q": "np.linalg.norm(Q, axis=-1)[..., np.newaxis]",
        "lengths_K": "np.linalg.norm(K, axis=-1)[..., np.newaxis]",
    },
    "scaled_scores": {"scores": "dot_product_scores(Q, K)", "d_k": "Q.shape[-1]"},
    "softmax": {
        "largest": "np.max(x, axis=axis, keepdims=True)",
        "exponentials": "np.exp(x - largest)",
    },
    "masked_softmax": {
        "allowed": "np.where(mask, scores, -np.inf)",
        "weights": "masked_softmax(scores, mask)",
    },
    "attention": {
        "d_k": "Q.shape[-1]",
        "raw": "dot_product_scores(Q, K)",
        "scores": "scaled_scores(Q, K)",
        "weights": "softmax(scores) if mask is None else masked_softmax(scores, mask)",
        "output": "weights @ V",
    },
    "split_heads": {
        "n": "X.shape[-2]",
        "d_model": "X.shape[-1]",
        "d_head": "d_model // num_heads",
        "heads": "X.reshape(*X.shape[:-1], num_heads, d_head)",
    },
    "merge_heads": {
        "num_heads": "X.shape[-3]",
        "n": "X.shape[-2]",
        "d_head": "X.shape[-1]",
        "turned": "np.swapaxes(X, -2, -3)",
    },
    "multi_head_attention": {
        "Q": "split_heads(X @ W_Q, num_heads)",
        "K": "split_heads(memory @ W_K, num_heads)",
        "V": "split_heads(memory @ W_V, num_heads)",
        "heads_and_weights": "attention(Q, K, V, mask if mask is None or mask.ndim < 3 "
        "else mask[..., np.newaxis, :, :])",
        "heads": "heads_and_weights[0]",
        "weights": "heads_and_weights[1]",
        "merged": "merge_heads(heads)",
        "output": "merged @ W_O",
    },
}


def _assigned(name, value):
    size = len(value) if np.ndim(value) else 0
    if size > 1 and np.array_equal(value, np.eye(size)):
        return f"{name} = np.eye({size})"
    return _hanging(f"{name} = ", _printed(value))


def _labelled(label, line, result):
    """Return the lines of one answer: its label, the code, and below it the result."""
    shown = [f"{label}   {line}"] if line else []
    start = " " * len(f"{label}   ") if line else f"{label}   "
    return [
        *shown,
        *(_hanging(start if at == 0 else " " * len(start), one) for at, one in enumerate(result)),
    ]


def _hanging(start, text):
    return start + text.replace("\n", "\n" + " " * len(start))


def _told_apart(wrong, right, returns):
    """Return what to print of two outcomes: of a tuple only the parts that differ."""
    if wrong.kind == right.kind == "value":
        ours, theirs = _parts(wrong.value), _parts(right.value)
        if len(ours) == len(theirs) > 1 and not wrong.mutated:
            names = returns or ("Q", "K", "V")
            apart = [
                (f"{name} = ", a, b)
                for name, a, b in zip(names, ours, theirs, strict=True)
                if not _equal(a, b)
            ]
            return (
                [_hanging(name, _printed(a)) for name, a, _ in apart],
                [_hanging(name, _printed(b)) for name, _, b in apart],
            )
    shown = [_shown(one, returns) for one in (wrong, right)]
    if shown[0] == shown[1]:
        shown = [_shown(one, returns, 4) for one in (wrong, right)]
    return shown[:1], shown[1:]


def _shown(outcome, returns, decimals=2):
    if outcome.kind == "raised":
        return f"raises {outcome.error}"
    if outcome.mutated:
        return "(the same, but an argument has been overwritten)"
    if isinstance(outcome.value, tuple):
        names = returns if len(returns) == len(outcome.value) else [""] * len(outcome.value)
        return "\n".join(
            _hanging(f"{name} = " if name else "", _printed(part, decimals))
            for name, part in zip(names, outcome.value, strict=True)
        )
    return _printed(outcome.value, decimals)


def _printed(value, decimals=2):
    """Return an array as it is printed, rounded, or its shape where it is large."""
    if not isinstance(value, (np.ndarray, float)):
        return str(getattr(value, "type_name", value))
    array = np.asarray(value)
    if array.dtype.kind == "f":
        array = array.round(decimals) + 0.0
    with np.printoptions(precision=decimals, suppress=True, threshold=1000, linewidth=200):
        text = str(array)
    rows = text.split("\n")
    if len(rows) > LINES or max(map(len, rows)) > WIDTH:
        return f"an array of shape {array.shape}"
    return text
