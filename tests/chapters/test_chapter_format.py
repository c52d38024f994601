"""The chapter format: what each block becomes, and what is refused in plain words."""

import logging
import re

import pytest

from autograder.chapters import markdown, notebook, release
from autograder.chapters.blocks import (
    Cell,
    ChapterError,
    Directive,
    Exercise,
    Question,
    Recall,
    Text,
    parse,
)
from autograder.chapters.page import brief, expanded, page, source_line
from autograder.commands import release as release_command
from autograder.exercises import CHAPTERS
from autograder.exercises.stubs import stub
from autograder.pages import sphinx_ext
from autograder.paths import BOOK, ROOT

HEADER = """---
kernelspec:
  name: python3
---

"""
CHAPTER = """(softmax-chapter)=
# Softmax

As {doc}`chapter 4 <04-scaling>` said, see {eq}`eq-b` and {ref}`softmax-chapter`.

```{code-cell} python
:tags: [hide-output]
print(1)
```

```{math}
:label: eq-a
a
```

```{math}
:label: eq-b
\\Q b
```

:::{recall} Why?
- [ ] No :: Because
  not.
- [x] Yes :: Because $\\Q$.
:::

:::{predict}
What comes?
:::

:::{exercise} softmax
:minutes: 10

Look at {term}`softmax`.

+++

Divide by the {ref}`sum <softmax-chapter>`.
:::

```{code-cell} python
:tags: [notebook-only]
print("by the learner")
```

```{code-cell} python
:tags: [page-only, hide-input]
print("on the page")
```

:::{notebook-only}
Written for the notebook.
:::

:::{page-only}
Written for the page.
:::

:::{question} explain-it
:points: 2

Say why.

+++

- 2 points: a secret

+++

Because of {eq}`eq-b`.
:::

::::{bug} nothing works

```python
def wrong(): ...
```

:::{dropdown} Answer
It is wrong.
:::
::::
"""
BIBLIOGRAPHY = """@article{one, author={Ann One and Bo Two}, title={T}, year={2001}, doi={10.1/x}}
@book{two, author={Ann One and Bo Two and Cy Three}, title={T}, year={2002}, url={https://e.org}}
@misc{three, title={{A Title}}, year={2003}}
"""


@pytest.fixture
def course(tmp_path):
    """Return the labels of a book of one chapter."""
    (tmp_path / "05-softmax.md").write_text(HEADER + CHAPTER)
    (tmp_path / "references.bib").write_text(BIBLIOGRAPHY)
    return markdown.read_course(tmp_path)


@pytest.fixture
def cells(course, tmp_path, monkeypatch):
    """Return the cells of the chapter's source notebook."""
    monkeypatch.setattr(notebook, "chapter_path", lambda chapter: tmp_path / f"{chapter}.md")
    return notebook.source_notebook("05-softmax").cells


@pytest.fixture(scope="module")
def on_page():
    return page(HEADER + CHAPTER, "05-softmax", ROOT)


# reading


def test_every_block_is_found_in_order():
    kinds = [type(block) for block in parse(HEADER + CHAPTER)]
    directives = [Directive] * 2

    assert kinds == [
        *(Text, Cell, *directives, Recall, Directive, Exercise, Cell, Cell),
        *(Directive, Directive, Question, Directive),
    ]


def test_blocks_keep_what_their_lines_say():
    by_kind = {type(block): block for block in parse(HEADER + CHAPTER)}

    hints = ("Look at {term}`softmax`.", "Divide by the {ref}`sum <softmax-chapter>`.")
    words = ("Say why.", "- 2 points: a secret", "Because of {eq}`eq-b`.")
    assert by_kind[Exercise] == Exercise("softmax", 10, hints)
    assert by_kind[Question] == Question("explain-it", 2, *words)
    assert by_kind[Recall].options[0] == ("No", "Because not.", False)
    assert by_kind[Cell] == Cell('print("on the page")', ("page-only", "hide-input"))


@pytest.mark.parametrize(
    ("source", "hints"),
    [
        (":::{exercise} softmax\n:minutes: 5\n:::", ()),
        (":::{exercise} softmax\n:minutes: 5\n\nAdd.\n:::", ("Add.",)),
        (":::{exercise} softmax\n:minutes: 5\n\nAdd.\n+++\n:::", ("Add.",)),
        (":::{exercise} softmax\n:minutes: 5\n\n1 +++ 2\n+++ \nAdd.\n:::", ("1 +++ 2", "Add.")),
    ],
)
def test_an_exercise_has_as_many_hints_as_its_author_wrote(source, hints):
    assert parse(source) == [Exercise("softmax", 5, hints)]


def test_a_question_needs_no_model_answer():
    source = ":::{question} explain-x\n:points: 1\n\nWhy?\n\n+++\n\n- 1 point: this\n:::"

    assert parse(source) == [Question("explain-x", 1, "Why?", "- 1 point: this")]


def test_code_that_is_only_shown_stays_text():
    shown = "Look:\n\n```python\n:::{exercise} softmax\n:::\n```\n\nand on."

    assert parse(shown) == [Text(shown)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("text\n\n:::{note}\nopen", r"line 3: the fence ':::\{note\}' is never closed"),
        (HEADER + "```python\nopen", "line 6: the fence '```python' is never closed"),
        (":::{exercise} softmax\n:::", "needs a function's name and `:minutes:`"),
        (":::{exercise}\n:minutes: 5\n:::", "needs a function's name and `:minutes:`"),
        (":::{exercise} softmax\n:minutes: ten\n:::", "needs a function's name and `:minutes:`"),
        (":::{question} explain-x\n:points: 3\n\nWhy?\n:::", "a rubric after"),
        (":::{question} why\n:points: 3\n\nWhy?\n\n+++\n- 1\n:::", "an id explain-"),
        (":::{question} explain-x\n\nWhy?\n\n+++\n- 1\n:::", "`:points:`"),
        (":::{question} explain-x\n:points: many\n\nWhy?\n\n+++\n- 1\n:::", "`:points:`"),
        (
            ":::{question} explain-x\n:points: 1\n\nWhy?\n+++\n- 1\n+++\nSo.\n+++\nMore.\n:::",
            "a model answer after a second",
        ),
        (":::{recall} Why?\n- [ ] No :: Because.\n:::", "exactly one right option"),
        (":::{recall} Why?\n- [x] A :: B.\n- [x] C :: D.\n:::", "exactly one right option"),
        (":::{recall} Why?\n- [x] Yes, because.\n:::", "write `- .* option :: why`"),
        ("```{code-cell} python\n:tags: [hide]\n1\n```", "a code cell knows no hide"),
        ("```{code-cell} python\n:tag: [x]\n1\n```", "a code cell knows no tag"),
    ],
)
def test_what_breaks_the_format_is_refused_by_name_and_in_words(source, words):
    with pytest.raises(ChapterError, match=rf"^made-up\.md.*{words}"):
        parse(source, "made-up.md")


@pytest.mark.parametrize(
    ("added", "below", "words"),
    [
        (":::{exercise} softmin\n:minutes: 5\n:::", 0, "no check for 'softmin'"),
        (":::{question} explain-x\n:::", 0, "a rubric after"),
        ("See\n{eq}`eq-z`.", 1, "'eq-z', which is nowhere"),
        ("```{code-cell}\n:tags: [a,\n1\n```", 0, "tags are a list"),
        (":::{note}\nOne\n{ref}`z`\n:::", 0, "inside this block, line 2: .*'z', which is nowhere"),
        ("::::{note}\n:::{tip}\n::::", 0, "inside this block, line 1: the fence .* never closed"),
        ("a\nb \udcff", 1, "this is not UTF-8"),
    ],
)
def test_an_error_names_its_file_and_line(added, below, words, tmp_path, monkeypatch):
    text = HEADER + CHAPTER + "\n"
    path = tmp_path / "05-softmax.md"
    path.write_text(text + added + "\n", errors="surrogateescape")
    monkeypatch.setattr(notebook, "chapter_path", lambda chapter: path)
    line = text.count("\n") + 1 + below

    with pytest.raises(ChapterError, match=rf"^05-softmax\.md, line {line}: .*{words}"):
        notebook.source_notebook("05-softmax")


def test_a_release_of_a_broken_chapter_says_so_in_a_line_and_writes_nothing(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "04-scaling.md").write_text(HEADER + "# Fine\n")
    (tmp_path / "05-softmax.md").write_text(HEADER + "# Broken\n\n:::{recall} Why?\n:::\n")
    monkeypatch.setattr(notebook, "chapter_path", lambda chapter: tmp_path / f"{chapter}.md")
    monkeypatch.setattr(release_command, "COURSE", tmp_path / "course")

    status = release_command.main(["04-scaling", "05-softmax"])

    said = capsys.readouterr()
    assert status == 1
    assert said.err.count("\n") == 1
    assert "book/05-softmax.md, line 8: recall 'Why?' needs exactly one right" in said.err
    assert not list((tmp_path / "course").glob("source/*"))


# in the notebook


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        ("{cite}`one`", "[One and Two 2001](https://doi.org/10.1/x)"),
        ("{cite}`two,three`", "[One et al. 2002](https://e.org), A Title 2003"),
        ("{ref}`softmax-chapter`", "“Softmax”"),
        ("{ref}`the start <softmax-chapter>`", "the start"),
        ("{eq}`eq-b`", "(5.2)"),
        ("{term}`weights <weight>`", "weights"),
        ("{doc}`chapter 4 <04-scaling>`", "chapter 4"),
        ("{doc}`instructors/guide`", "guide"),
        (r"$\Q \K^T$", r"${\color{#0072B2}Q} {\color{#D55E00}K}^T$"),
        (r"$\Quad$", r"$\Quad$"),
        ("(label)=\n## A heading", "## A heading"),
    ],
)
def test_a_role_has_its_form_in_the_notebook(course, myst, plain):
    assert markdown.to_notebook(myst, course) == plain


@pytest.mark.parametrize(
    ("myst", "words"),
    [
        ("{numref}`x`", r"role \{numref\} has no form in a notebook"),
        ("{ref}`nowhere`", "'nowhere', which is nowhere"),
        ("{eq}`eq-nowhere`", "'eq-nowhere', which is nowhere"),
        ("{cite}`nobody2000`", "'nobody2000', which is nowhere"),
    ],
)
def test_a_role_without_a_form_or_a_target_is_refused(course, myst, words):
    with pytest.raises(ChapterError, match=words):
        markdown.to_notebook(myst, course)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (":::{note}\nRead.\n:::", "> **Note**\n>\n> Read."),
        (":::{tip}\nRead.\n:::", "> **Tip**\n>\n> Read."),
        (":::{warning}\nRead.\n:::", "> **Take care**\n>\n> Read."),
        (":::{margin}\nRead.\n:::", "> **Aside**\n>\n> Read."),
        (":::{predict}\nThink.\n:::", "> **Predict**\n>\n> Think."),
        (
            ":::{admonition} In short\n:class: glance\n\nSee.\n:::",
            "> **In short**\n>\n> See.",
        ),
        (":::{page-only}\nRead.\n:::", ""),
        (":::{notebook-only}\nRead.\n:::", "Read."),
        (
            ":::{dropdown} `a < b`\nRead.\n:::",
            "<details>\n<summary><code>a &lt; b</code></summary>\n\nRead.\n\n</details>",
        ),
        (
            "::::{bug} a mask\nSee.\n\n:::{dropdown} Answer\nIt.\n:::\n::::",
            "**a mask**\n\nSee.\n\n<details>\n<summary>Answer</summary>\n\nIt.\n\n</details>",
        ),
        ("```{math}\n:label: eq-b\nx\n```", "$$\nx \\tag{5.2}\n$$"),
        ("```{math}\nx\n```", "$$\nx\n$$"),
    ],
)
def test_a_directive_has_its_form_in_the_notebook(course, block, expected):
    (directive,) = parse(block)

    assert markdown.directive(directive, course) == expected


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (":::{figure} x.svg\n:::", r"block \{figure\} has no form in a notebook"),
        ("::::{note}\n```{code-cell} python\n1\n```\n::::", "a cell stands at the top level"),
        (
            "::::{note}\n:::{exercise} blend\n:minutes: 5\n:::\n::::",
            "an? exercise stands at the top",
        ),
        (
            "::::{note}\n:::{question} explain-x\n:points: 1\n\nWhy?\n\n+++\n- 1\n:::\n::::",
            "a question stands at the top level",
        ),
    ],
)
def test_a_directive_without_a_form_is_refused(course, block, words):
    (directive,) = parse(block)
    with pytest.raises(ChapterError, match=words):
        markdown.directive(directive, course)


def test_an_exercise_nobody_checks_is_refused(course, tmp_path, monkeypatch):
    source = HEADER + "# Title\n\n:::{exercise} softmin\n:minutes: 5\n:::\n"
    (tmp_path / "05-softmax.md").write_text(source)
    monkeypatch.setattr(notebook, "chapter_path", lambda chapter: tmp_path / f"{chapter}.md")
    with pytest.raises(ChapterError, match="no check for 'softmin'"):
        notebook.source_notebook("05-softmax")
    with pytest.raises(ChapterError, match="no check for 'softmin'"):
        page(source, "05-softmax", ROOT)


def test_graded_cells_follow_nbgraders_conventions(cells):
    graded = [dict(cell.metadata.nbgrader) for cell in cells if "nbgrader" in cell.metadata]
    common = {"schema_version": 3, "task": False}
    answer = {"grade_id": "softmax", "solution": True, "grade": False, "locked": False}
    check = {"grade_id": "check-softmax", "solution": False, "grade": True, "locked": True}
    words = {"grade_id": "explain-it", "solution": True, "grade": True, "locked": False}

    assert graded == [
        answer | common,
        check | common | {"points": 2},
        words | common | {"points": 2},
    ]


def test_only_what_follows_an_exercise_may_raise_without_stopping_the_notebook(cells):
    code = [cell for cell in cells if cell.cell_type == "code"]
    going_on = {c.source[:9]: c.metadata.get("tags") == ["raises-exception"] for c in code}

    assert going_on == {
        "print(1)": False,
        "def softm": True,
        "check(sof": False,
        'print("by': True,
    }


def test_page_and_notebook_each_leave_out_what_is_meant_for_the_other(cells, on_page):
    in_notebook = "\n".join(cell.source for cell in cells)

    assert "by the learner" in in_notebook
    assert "Written for the notebook" in in_notebook
    assert "on the page" not in in_notebook
    assert "Written for the page" not in in_notebook
    assert "by the learner" not in on_page
    assert "Written for the notebook" not in on_page
    assert "on the page" in on_page
    assert "Written for the page" in on_page


def test_text_is_joined_up_to_the_next_code_cell(cells):
    kinds = [cell.cell_type for cell in cells]

    assert kinds[:3] == ["markdown", "code", "markdown"]


def test_recall_questions_stand_apart_from_the_text_and_from_each_other(tmp_path, monkeypatch):
    question = ":::{recall} Why?\n- [x] So :: Because.\n:::\n\n"
    source = HEADER + "# Title\n\nText.\n\n" + question * 2 + "## On\n\n:::{predict}\nWhat?\n:::\n"
    (tmp_path / "05-softmax.md").write_text(source)
    monkeypatch.setattr(notebook, "chapter_path", lambda chapter: tmp_path / f"{chapter}.md")
    openings = [cell.source[:10] for cell in notebook.source_notebook("05-softmax").cells]

    assert openings == ["# Title\n\nT", "**Recall.*", "**Recall.*", "## On\n\n> *"]


def test_hints_unfold_one_after_the_other_in_the_notebook(cells):
    (head,) = [cell.source for cell in cells if "**Exercise" in cell.source]

    assert head.count("<details>") == head.count("</details>") == 2
    assert re.search(
        r"<summary>A hint</summary>\n\nLook at softmax\.\n\n</details>\n\n"
        r"<details>\n<summary>A second hint[^<]*</summary>\n\nDivide by the sum\.",
        head,
    )


def test_the_model_answer_follows_the_learners_own_cell_and_is_folded(cells):
    at = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells].index("explain-it")

    assert cells[at + 1].source.startswith("<details>\n<summary>A model answer")
    assert "Because of (5.2)." in cells[at + 1].source
    assert "nbgrader" not in cells[at + 1].metadata


def test_a_release_has_the_model_answer_and_no_rubric(cells):
    released = release.released_notebook("05-softmax").cells
    text = "\n".join(cell.source for cell in released)

    assert "Because of (5.2)." in text
    assert "a secret" not in text
    assert "a secret" in "\n".join(cell.source for cell in cells)


# on the page


def test_page_shows_the_learners_stub_and_runs_the_solved_function(on_page):
    assert f"```python\n{stub('softmax').rstrip()}\n```" in on_page
    assert "BEGIN SOLUTION" not in on_page
    assert (
        "```{code-cell} python\n:tags: [remove-cell]\nfrom solutions import softmax\n```\n\n"
        "```{code-cell} python\ncheck(softmax)\n```"
    ) in on_page


def test_page_keeps_the_rubric_to_the_instructor_and_folds_the_model_answer(on_page):
    assert re.search(
        r"::::\{admonition\} Answer in words\n:class: question\n+Say why\.\n\n"
        r":::\{dropdown\} A model answer[^\n]*\n+Because of \{eq\}`eq-b`\.\n:::\n::::",
        on_page,
    )
    assert "a secret" not in on_page


def test_page_unfolds_the_hints_one_after_the_other(on_page):
    assert re.search(
        r":::\{dropdown\} A hint\n+Look at \{term\}`softmax`\.\n:::\n\n"
        r":::\{dropdown\} A second hint[^\n]*\n+Divide by",
        on_page,
    )


def test_page_drops_its_own_tags_and_keeps_those_of_the_book(on_page):
    assert ":tags: [hide-output]\nprint(1)" in on_page
    assert ':tags: [hide-input]\nprint("on the page")' in on_page
    assert "page-only" not in on_page


def test_page_begins_with_header_hidden_setup_title_and_download(on_page):
    order = [
        "---\nkernelspec",
        "remove-cell",
        'modules["earlier_steps"]',
        "# Softmax",
        "05-softmax.ipynb",
    ]

    assert [on_page.index(part) for part in order] == sorted(on_page.index(p) for p in order)


def test_page_closes_every_fence_around_shorter_ones(on_page):
    around = []
    for line in on_page.split("\n"):
        fence = re.match(r"(:{3,}|`{3,})(.*)$", line)
        if fence and fence[2]:
            assert not around or len(fence[1]) < len(around[-1]) or fence[1][0] != around[-1][0]

            around.append(fence[1])
        elif fence:
            assert around.pop() == fence[1]

    assert around == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# No header\n", "must begin with its front matter"),
        (HEADER + "No title.\n", "must open with its title"),
    ],
)
def test_page_without_header_or_title_is_refused(source, words):
    with pytest.raises(ChapterError, match=rf"^05-softmax\.md {words}"):
        page(source, "05-softmax", ROOT)


# lines of the page and of the chapter


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_line_of_text_on_a_page_is_traced_to_its_line_in_the_chapter(chapter):
    source = (BOOK / f"{chapter}.md").read_text()
    parts = expanded(source, chapter, ROOT)
    written = source.split("\n")
    lines = page(source, chapter, ROOT).split("\n")
    unique = {line for line in written if len(line) > 40 and written.count(line) == 1}
    found = [(number, line) for number, line in enumerate(lines, 1) if line in unique]
    traced = {line: written[source_line(parts, source, number) - 1] for number, line in found}

    assert len(found) > 50
    assert [line for line in traced if traced[line] != line] == []
    for number in range(1, len(lines)):
        assert 1 <= source_line(parts, source, number) <= len(written)


@pytest.mark.parametrize("place", ["book/05-softmax", f"{ROOT}/book/05-softmax.md"])
@pytest.mark.parametrize("form", ["pair", "text"])
def test_a_warning_names_the_line_of_the_chapter_once_however_many_handlers_see_it(
    place, form, monkeypatch
):
    source = (BOOK / "05-softmax.md").read_text()
    parts = expanded(source, "05-softmax", ROOT)
    monkeypatch.setitem(sphinx_ext.EXPANDED, "book/05-softmax", (parts, source))
    lines = page(source, "05-softmax", ROOT).split("\n")
    number, heading = [(at, line) for at, line in enumerate(lines, 1) if line[:3] == "## "][-1]
    record = logging.LogRecord("sphinx", logging.WARNING, "", 0, "no such page", (), None)
    record.location = (place, number) if form == "pair" else f"{place}:{number}"
    for _ in range(3):
        assert sphinx_ext.ChaptersLines(ROOT).filter(record)

    assert record.location == ("book/05-softmax", source.split("\n").index(heading) + 1)


def test_an_exercise_shows_signature_sentence_and_shapes_and_folds_the_rest():
    shown = brief(stub("masked_softmax"))
    on_page = page(HEADER + CHAPTER, "05-softmax", ROOT)

    assert shown.startswith('def masked_softmax(scores, mask):\n    """Turn scores into weights')
    assert "mask : boolean array, broadcastable to (..., n_q, n_k)" in shown
    assert "returns : array of shape (..., n_q, n_k)" in shown
    assert "Vaswani" not in shown
    assert compile(shown, "stub", "exec")
    assert on_page.index(brief(stub("softmax"))) < on_page.index(stub("softmax").rstrip())


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ('x = 1\nfigures.bars(["a"], [x], alt="a bar")', True),
        ("ShelfExplorer()", True),
        ('figures.table(["a"], [[1]])', False),
        ('figure = figures.bars(["a"], [1], alt="a bar")\nprint(1)', False),
    ],
)
def test_the_page_shows_a_picture_before_its_code(source, folded):
    chapter = HEADER + f"# A\n\n```{{code-cell}} python\n{source}\n```\n"
    on_page = page(chapter, "05-softmax", ROOT)
    tags = f":tags: [hide-input]\n{source}"

    assert (tags in on_page) == folded
