"""A made-up class for benchmarks: what each of its learners hands in, the same for a seed."""

import copy
import random

import nbformat

from autograder.exercises import CHECKS
from autograder.exercises.stubs import MARKER, solution_source

# How a right function becomes a wrong one that learners write: a piece of it, and what is there
# instead. The catalogue's misconceptions, as text.
SLIPS = {
    "hard_lookup": [("np.argmax", "np.argmin"), ("axis=1", "axis=0")],
    "blend": [("weights @ values", "(weights @ values) / np.sum(weights)")],
    "project": [("projected + b", "projected"), ("X @ W", "X @ W.T")],
    "project_qkv": [("project(X, W_K)", "project(X, W_Q)")],
    "dot_product_scores": [("np.swapaxes(K, -1, -2)", "K.T")],
    "cosine_scores": [("(Q, axis=-1, keepdims=True)", "(Q)"), ("lengths_K == 0", "False")],
    "dot_product_std": [("np.std", "np.var")],
    "scaled_scores": [("np.sqrt(K.shape[-1])", "K.shape[-1]"), (" / np.sqrt(K.shape[-1])", "")],
    "softmax": [("axis=axis", "axis=0"), ("x - np.max(x, axis=axis, keepdims=True)", "x")],
    "temperature_softmax": [("x / temperature", "x * temperature")],
    "masked_softmax": [("mask, scores, -np.inf", "mask, -np.inf, scores"), ("-np.inf", "0")],
    "causal_mask": [(">=", "<="), (">=", ">")],
    "attention": [("weights @ V, weights", "weights @ V"), ("scaled_", "dot_product_")],
    "cross_attention": [("project(memory, W_V)", "project(X, W_V)")],
    "split_heads": [("np.swapaxes(heads, -2, -3)", "heads.reshape(*batch, num_heads, n, -1)")],
    "merge_heads": [("np.swapaxes(X, -2, -3)", "X")],
    "multi_head_attention": [("project(merge_heads(heads), W_O)", "merge_heads(heads)")],
}
# How a learner's function comes out, and how often.
OUTCOMES = {"right": 65, "wrong": 20, "unsolved": 10, "broken": 5}
PLOT = """\
import matplotlib.pyplot as plt
import numpy as np

x = np.linspace(-3, 3, 100)
plt.plot(x, np.exp(x) / (1 + np.exp(x)), label="one of two")
plt.legend()
plt.show()"""


def answer(name, outcome, chance):
    """Return what a learner writes for a function, or None for nothing.

    Parameters
    ----------
    name : str
        The function.
    outcome : str
        One of `OUTCOMES`.
    chance : random.Random
        Which slip it is.
    """
    right = MARKER.sub("", solution_source(name))
    if outcome == "unsolved":
        return None
    if outcome == "broken":
        return right.replace("return ", "retrun ")
    if outcome == "right":
        return right
    before, after = chance.choice(SLIPS[name])
    if before not in right:
        raise ValueError(f"{before!r} is not in the reference's {name}")
    return right.replace(before, after)


def submission(released, number, seed=0):
    """Return what learner `number` hands in for a released notebook.

    Every fifth learner stops halfway; every third has added a plot of their own.

    Parameters
    ----------
    released : NotebookNode
        The notebook; it is not changed.
    number : int
        The learner's.
    seed : int
        The class's.
    """
    notebook = copy.deepcopy(released)
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    functions = [name for name in ids if name in CHECKS]
    chance = random.Random(f"{seed} {number} {functions}")
    for place, name in enumerate(functions):
        (outcome,) = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))
        halfway = number % 5 == 4 and 2 * place >= len(functions)
        text = None if halfway else answer(name, outcome, chance)
        if text is not None:
            notebook.cells[ids.index(name)].source = text
    for name, cell in zip(ids, notebook.cells, strict=True):
        if name and name.startswith("explain") and chance.random() < 0.8:
            cell.source = "Because each row of weights adds up to 1, the output is an average."
    if number % 3 == 0:
        notebook.cells.append(nbformat.v4.new_code_cell(PLOT))
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place}"
    return notebook
