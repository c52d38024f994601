"""Render a chapter as nbgrader's source notebook."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..errors import ChapterError
from ..exercises.stubs import chapter_path, check_of, earlier_steps, solution_source
from . import markdown
from .blocks import Block, Cell, Directive, Exercise, Question, Recall, Text, located, read_chapter

ON_PAGE_ONLY = "page-only"
IN_NOTEBOOK_ONLY = "notebook-only"
# With this tag JupyterLab's "Run all" goes on past a cell that needs an unsolved exercise.
GO_ON = "raises-exception"
HINTS = ("A hint", "A second hint, closer to the code")
MODEL_ANSWER = "A model answer, to compare with yours"
RECALL = "**Recall.**"


def source_notebook(chapter: str) -> NotebookNode:
    """Return nbgrader's source notebook, solutions and rubrics included, of a chapter.

    Parameters
    ----------
    chapter : str
        The chapter's file stem, such as "05-softmax".

    Raises
    ------
    ChapterError
        Where the chapter's source breaks the format.
    """
    path = chapter_path(chapter)
    course = markdown.read_course(path.parent)
    cells: list[NotebookNode] = []
    exercises_met = False
    for block in read_chapter(path):
        exercises_met = exercises_met or isinstance(block, Exercise)
        with located(path.name, block.line):
            cells += _cells(block, course, exercises_met)
    cells = _joined(cells)
    for number, cell in enumerate(cells):
        cell.id = f"{chapter[:2]}-{number:03d}"
    notebook = new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    nbformat.validate(notebook)
    return notebook


def _cells(block: Block, course: markdown.Course, exercises_met: bool) -> list[NotebookNode]:
    match block:
        case Text(text):
            return [new_markdown_cell(markdown.to_notebook(text, course))]
        case Directive():
            text = markdown.directive(block, course)
            return [new_markdown_cell(text)] if text else []
        case Cell(source, tags):
            if ON_PAGE_ONLY in tags:
                return []
            cell = new_code_cell(source)
            if exercises_met:
                cell.metadata["tags"] = [GO_ON]
            return [cell]
        case Recall():
            return [new_markdown_cell(_recall(block, course))]
        case Exercise():
            return _exercise(block, course)
        case Question():
            return _question(block, course)
    raise ChapterError(f"unknown block {block!r}")


def _recall(block: Recall, course: markdown.Course) -> str:
    parts = [f"{RECALL} {markdown.to_notebook(block.question, course)}"]
    for option, why, right in block.options:
        verdict = "Right." if right else "Not this one."
        explanation = markdown.to_notebook(f"**{verdict}** {why}", course)
        parts.append(markdown.details(markdown.to_notebook(option, course), explanation))
    return "\n\n".join(parts)


def _exercise(block: Exercise, course: markdown.Course) -> list[NotebookNode]:
    check = check_of(block.name)
    head = (
        f"**Exercise {check.number}: `{block.name}`** "
        f"(about {block.minutes} minutes, {check.points:g} points). "
        "Write the body, run the cell, then run the check below it."
    )
    cells = [new_markdown_cell(head)]
    for title, hint in zip(HINTS, block.hints, strict=False):
        cells[0].source += f"\n\n{markdown.details(title, markdown.nested(hint, course))}"
    answer = new_code_cell(solution_source(block.name).rstrip("\n"))
    answer.metadata["nbgrader"] = _nbgrader(block.name, solution=True)
    answer.metadata["tags"] = [GO_ON]
    test = new_code_cell(f"check({block.name})")
    test.metadata["nbgrader"] = _nbgrader(
        f"check-{block.name}", grade=True, locked=True, points=check.points
    )
    return [*cells, answer, test]


def _question(block: Question, course: markdown.Course) -> list[NotebookNode]:
    """Return the question, the cell for the answer, and a model answer.

    The rubric stands where a solution does, so that nbgrader takes it out of the release.
    """
    points = "1 point" if block.points == 1 else f"{block.points} points"
    text = markdown.nested(block.text, course)
    question = new_markdown_cell(f"*{points}, marked by a person*\n\n{text}")
    answer = new_markdown_cell(f"### BEGIN SOLUTION\n{block.rubric}\n### END SOLUTION")
    answer.metadata["nbgrader"] = _nbgrader(
        block.grade_id, grade=True, solution=True, points=block.points
    )
    if not block.answer:
        return [question, answer]
    model = markdown.details(MODEL_ANSWER, markdown.nested(block.answer, course))
    return [question, answer, new_markdown_cell(model)]


def _nbgrader(grade_id, *, grade=False, solution=False, locked=False, points=None) -> dict:
    data = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        data["points"] = points
    return data


def _joined(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring ungraded Markdown cells, to be read in one piece.

    A heading begins a new cell, and a recall question has one to itself.
    """
    joined: list[NotebookNode] = []
    for cell in cells:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.cell_type == cell.cell_type == "markdown"
            and not before.metadata.get("nbgrader")
            and not cell.metadata.get("nbgrader")
            and not re.match(r"#+ ", cell.source)
            and not any(each.source.startswith(RECALL) for each in (before, cell))
        ):
            before.source += f"\n\n{cell.source}"
        else:
            joined.append(cell)
    return joined


def write_sources(course_root: Path, chapters: list[str]) -> list[Path]:
    """Write the source notebooks of `chapters` under `course_root`/source; return their paths.

    Raises
    ------
    ChapterError
        Where a chapter's source breaks the format, before anything is written.
    """
    made = {chapter: source_notebook(chapter) for chapter in chapters}
    written = []
    for chapter, notebook in made.items():
        folder = course_root / "source" / chapter
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{chapter}.ipynb"
        nbformat.write(notebook, path)
        if chapter != "01-library":
            (folder / "earlier_steps.py").write_text(earlier_steps(chapter), encoding="utf-8")
        written.append(path)
    return written
