"""CONTRIBUTING's recipes lead where they say, in as many files as they say, in a copy of the tree.

A toy exercise, scores by the squared distance, goes through all that the course does with an
exercise: its tests, the kill matrix, the page, the stored check, the release, a class's marks and
their feedback pages.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from grading_help import needs_sandbox

from autograder.paths import ROOT

pytestmark = [pytest.mark.slow, *needs_sandbox]

NAME, CHAPTER, NUMBERED = "distance_scores", "scoring", "03-scoring"
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "__pycache__", ".*_cache", "fixtures", "hostile", "*.db*"
)

BODY = """\
    apart = Q[..., :, np.newaxis, :] - K[..., np.newaxis, :, :]
    return -np.sum(apart**2, axis=-1)
"""
WRONG_BODY = BODY.replace("apart**2", "np.abs(apart)")
WRONG = f"import numpy as np\ndef {NAME}(Q, K):\n{WRONG_BODY}"
SOLUTION = f'''

def distance_scores(Q, K):
    """Score every query against every key by how near they are.

    scores[..., i, j] = - sum over c of (Q[..., i, c] - K[..., j, c])^2

    Parameters
    ----------
    Q : array of shape (..., n_q, d_k)
        One query a row.
    K : array of shape (..., n_k, d_k)
        One key a row, with the same leading axes as Q.

    Returns
    -------
    array of shape (..., n_q, n_k)
        Scores of 0 or less; the nearer a key, the larger.

    References
    ----------
    Kim, Papamakarios and Mnih (2021), The Lipschitz Constant of
    Self-Attention, section 4.
    """
    ### BEGIN SOLUTION
{BODY}    ### END SOLUTION
'''
STEPS = '''

def squares(apart):
    """Add the squares of what lies between a query and a key."""
    return np.sum(apart**2, axis=-1)


def distance_scores(size=squares, finish=np.negative):
    """Return a function like `solutions.distance_scores` made of these steps."""
    return lambda Q, K: finish(size(Q[..., :, np.newaxis, :] - K[..., np.newaxis, :, :]))


DISTANCES = Composition(
    distance_scores,
    {
        "size": {
            "distance-by-blocks": (lambda apart: np.sum(np.abs(apart), axis=-1),),
            "distance-with-root": (lambda apart: np.linalg.norm(apart, axis=-1),),
        },
        "finish": {"distance-above-zero": (lambda sizes: sizes,)},
    },
)

'''
RECORD = """\
    FunctionCheck(
        name="distance_scores",
        chapter=CHAPTER,
        number="3.3",
        points=2,
        cases=score_cases,
        steps=DISTANCES,
        others=anywhere("distance_scores", EXAMPLE, divides=False, positions=(0, 1)),
        section="loud-keys",
        small=[call(np.eye(2), np.array([[1.0, 0.0], [2.0, 3.0]]))],
    ),
"""
WORDS = """
[distance-by-blocks]
happened = "Your function adds the distances along each axis up."
idea = "Each difference is squared before the sum, so that one large difference counts for more."
see = "loud-keys"
line = "-np.abs(Q[..., :, None, :] - K[..., None, :, :]).sum(axis=-1)"
instead = "the squares in place of the sizes"

[distance-with-root]
happened = "Your function takes the root of the squared distance."
idea = "The squared distance is asked for: it needs no root."
see = "loud-keys"
line = "-np.linalg.norm(Q[..., :, None, :] - K[..., None, :, :], axis=-1)"
instead = "the sum of the squares"

[distance-above-zero]
happened = "Your scores grow with the distance."
idea = "A score says how well two rows match, and near ones match better."
see = ["loud-keys"]
line = "((Q[..., :, None, :] - K[..., None, :, :]) ** 2).sum(axis=-1)"
instead = "a minus in front of it"
"""
EXERCISE = """
:::{exercise} distance_scores
:minutes: 10

Which two axes make room for every pair?

+++

Put one axis into the queries and one into the keys, so that each meets each.
:::
"""
ORACLE = """

def distance_scores(Q, K):
    def apart(query, key):
        return -math.fsum((a - b) ** 2 for a, b in zip(query, key, strict=True))

    return over_batch(lambda q, k: [[apart(query, key) for key in k] for query in q], 2, Q, K)
"""
RIGHT_WAYS = [
    "-np.sum((Q[..., None, :] - K[..., None, :, :]) ** 2, axis=-1)",
    "-np.square(Q[..., None, :] - K[..., None, :, :]).sum(-1)",
    "-(np.linalg.norm(Q[..., None, :] - K[..., None, :, :], axis=-1) ** 2)",
    "2 * Q @ K.mT - (Q**2).sum(-1)[..., :, None] - (K**2).sum(-1)[..., None, :]",
    "-np.einsum('...c,...c->...', *[Q[..., None, :] - K[..., None, :, :]] * 2)",
    "np.sum((Q[..., None, :] - K[..., None, :, :]) * (K[..., None, :, :] - Q[..., None, :]), -1)",
    "-np.moveaxis(((K[..., None, :, :] - Q[..., None, :]) ** 2).sum(-1), -1, -1)",
    "np.stack([-((Q - K[..., j, None, :]) ** 2).sum(-1) for j in range(K.shape[-2])], axis=-1)",
    "np.stack([-((Q[..., i, None, :] - K) ** 2).sum(-1) for i in range(Q.shape[-2])], axis=-2)",
    "0 - sum((Q[..., :, None, c] - K[..., None, :, c]) ** 2 for c in range(Q.shape[-1]))",
]
ANSWERS = "".join(
    f'\n\n@RIGHT.to("distance_scores")\ndef distance_{i}(Q, K):\n    return {way}\n'
    for i, way in enumerate(RIGHT_WAYS)
)

MISCONCEPTION = '            "causal-first-hidden": (lambda n: lower(n) & (np.arange(n) > 0),),\n'
ITS_WORDS = """
[causal-first-hidden]
happened = "Your mask hides the first token from everyone."
idea = "The first token comes before all others, so all others may read it."
see = "who-may-read"
line = "np.tril(np.ones((n, n), dtype=bool)) & (np.arange(n) > 0)"
instead = "the triangle as it is"
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Return a copy of the tree, without what is made."""
    folder = tmp_path_factory.mktemp("tree") / "course"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED, symlinks=True)
    for made in (folder / "autograder" / "course").iterdir():
        if made.name not in ("nbgrader_config.py", "settings.py"):
            shutil.rmtree(made) if made.is_dir() else made.unlink()
    return folder


def contents(tree):
    """Return a hash of each file that there is, but for what is made from others."""
    return {
        str(path.relative_to(tree)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tree.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def changed(tree, change):
    """Make a change and return the files that it changed."""
    before = contents(tree)
    change(tree)
    after = contents(tree)
    return {path for path in after if after[path] != before.get(path)} | set(before) - set(after)


def named_by(recipe, **placeholders):
    """Return the patterns of files that a recipe's numbered steps begin with."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"### {recipe}\n")[1].split("\n### ")[0]
    patterns = re.findall(r"^\d\. `([^`]+)`", section, flags=re.M)
    for placeholder, value in placeholders.items():
        patterns = [pattern.replace(placeholder, value) for pattern in patterns]
    return patterns


def only(tree, pattern):
    """Return the one file that a recipe's pattern stands for."""
    [path] = tree.glob(pattern)
    return path


def insert(path, text, before=None):
    """Put a text before another one, or at the end of a file."""
    old = path.read_text(encoding="utf-8")
    start, found, rest = old.rpartition(before) if before else (old, "", "")

    assert not before or found
    path.write_text(start + text + found + rest, encoding="utf-8")


def insert_behind(path, opening, text):
    """Put a text behind the block that an opening line begins."""
    old = path.read_text(encoding="utf-8")
    end = old.index("\n:::\n", old.index(opening)) + len("\n:::\n")
    path.write_text(old[:end] + text + old[end:], encoding="utf-8")


def add_exercise(tree):
    """Follow the recipe of an exercise."""
    solution, record, words, chapter, oracle, answers = (
        only(tree, pattern) for pattern in named_by("Add an exercise", CHAPTER=CHAPTER)
    )
    insert(solution, SOLUTION)
    insert(record, "from .composing import Composition\n", before="from .record import")
    insert(record, STEPS, before="\nCHECKS = (")
    insert(record, RECORD, before=")\n")
    insert(words, WORDS)
    insert_behind(chapter, ":::{exercise} cosine_scores", EXERCISE)
    insert(oracle, ORACLE)
    insert(answers, ANSWERS)


def add_misconception(tree):
    """Follow the recipe of a misconception."""
    steps, words = named_by("Add a misconception")
    insert(
        only(tree, steps.replace("*", "masks")), MISCONCEPTION, before='            "causal-strict"'
    )
    insert(only(tree, words.replace("*", "07-attention")), ITS_WORDS)


def run(tree, *arguments):
    """Run Python in the tree, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def command(tree, *arguments):
    return run(tree, "-m", "autograder", *arguments)


@pytest.fixture(scope="module")
def with_exercise(tree):
    """Return the copy with the toy exercise and the files that it took."""
    return tree, changed(tree, add_exercise)


@pytest.fixture(scope="module")
def released(with_exercise):
    """Return the copy after baking and a release."""
    tree, _ = with_exercise
    command(tree, "bake")
    command(tree, "release", NUMBERED)
    return tree


def test_an_exercise_changes_the_six_files_of_its_recipe(with_exercise):
    tree, files = with_exercise
    patterns = named_by("Add an exercise", CHAPTER=CHAPTER)

    assert len(files) <= 6
    assert files == {str(only(tree, pattern).relative_to(tree)) for pattern in patterns}


def test_its_misconceptions_are_killed_and_named(with_exercise):
    tree, _ = with_exercise
    lines = command(tree, "matrix", NAME, "--all", "--pairs").splitlines()
    tried, killed, named = map(int, re.findall(r"(\d+) (?:tried|killed|named)", lines[0]))

    assert tried == killed == named > 3
    assert any(line.startswith("  distance-with-root ") for line in lines)
    assert re.search(r"two at a time +2 misconceptions +2 tried +2 killed", lines[-1])


def test_it_passes_the_tests_of_exercises(released):
    tests = ["exercises/test_contract.py", "exercises/test_right_answers.py"]
    tests += ["solutions/test_solutions_oracles.py", "proof/test_matrix.py"]
    chosen = f"{NAME} or words or contract or course or ten_right or pairs_of_two"
    for options in (
        [*(f"tests/{test}" for test in tests), "-k", chosen],
        ["tests/checking/test_checks_engine.py", "-k", f"{NAME} or words or contract or catalogue"],
        ["tests/chapters/test_chapters.py", "-k", f"{NUMBERED} or earlier"],
        ["tests/pages/test_worked.py"],
    ):
        said = run(released, "-m", "pytest", "-p", "no:cacheprovider", *options)

        assert int(re.search(r"(\d+) passed", said)[1]) >= 5
        assert "skipped" not in said


def test_its_page_shows_it_and_the_instant_check_knows_it(released):
    said = run(
        released,
        "-c",
        f"""
import json, pathlib, solutions
from attention_lab import check
from autograder.pages.catalogue_pages import functions_table, what_went_wrong_page
from autograder.chapters.page import page

root = pathlib.Path()
text = (root / "book" / "{NUMBERED}.md").read_text()
{WRONG}
print(json.dumps([
    page(text, "{NUMBERED}", root),
    what_went_wrong_page(),
    functions_table(),
    repr(check(solutions.{NAME})),
    repr(check({NAME})),
]))
""",
    )
    page, catalogue, table, right, wrong = json.loads(said.splitlines()[-1])

    assert f"def {NAME}(Q, K):" in page
    assert "(distance-by-blocks)=" in catalogue
    assert f"`{NAME}(Q, K)`" in table
    assert re.match(rf"{NAME}: all \d+ cases work", right)
    assert "adds the distances along each axis up" in wrong
    assert 'See "' in wrong


def test_a_class_is_graded_and_gets_its_feedback(released):
    course = released / "autograder" / "course"
    blank = course / "release" / NUMBERED / f"{NUMBERED}.ipynb"
    for learner, body in (("ada", BODY), ("ben", WRONG_BODY)):
        notebook = nbformat.read(blank, as_version=4)
        [cell] = [
            c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == NAME
        ]

        assert "raise NotImplementedError" in cell.source
        cell.source = re.sub(r" *raise NotImplementedError.*", body.rstrip("\n"), cell.source)
        folder = course / "submitted" / learner / NUMBERED
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NUMBERED}.ipynb")

    marked = command(released, "mark", str(folder / f"{NUMBERED}.ipynb"))
    command(released, "grade", NUMBERED, "--feedback")
    pages = {
        learner: (course / "feedback" / learner / NUMBERED / f"{NUMBERED}.html").read_text()
        for learner in ("ada", "ben")
    }

    assert f"{NAME}: 0/2 [distance-by-blocks]" in marked
    assert re.search(rf"{NAME}: all \d+ cases work \(2 of 2 points\)", pages["ada"])
    assert "adds the distances along each axis up" in pages["ben"]


def test_a_misconception_changes_two_files_and_is_killed_and_named(tree):
    before = command(tree, "matrix", "causal_mask").splitlines()[0]
    files = changed(tree, add_misconception)
    lines = command(tree, "matrix", "causal_mask", "--all").splitlines()
    counts = [int(re.search(r"(\d+) misconceptions", line)[1]) for line in (before, lines[0])]
    catalogue = run(
        tree,
        "-c",
        "from autograder.pages import catalogue_pages as pages\n"
        "print(pages.what_went_wrong_page())",
    )

    assert len(files) <= 2
    assert {path.rpartition("/")[0] for path in files} == {
        pattern.rpartition("/")[0] for pattern in named_by("Add a misconception")
    }
    assert counts[1] == counts[0] + 1
    assert any(
        re.match(r"  causal-first-hidden +1 tried +1 killed +1 named$", one) for one in lines
    )
    assert "(causal-first-hidden)=" in catalogue
