"""A class with attacks in it: everyone has a mark and a page, and honest ones those of a run alone.

Both ways of grading are asked: this course's command, and nbgrader's own with the plug-in.
"""

import base64
import json
import os
import re

import nbformat
import pytest
from grading_help import CHAPTER, hand_in, marks, needs_sandbox, new_course, solved
from nbconvert.exporters import HTMLExporter
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader import formgrader, handlers

from autograder import __main__ as command_line
from autograder.chapters.release import course_config
from autograder.gradebook.grading import Course
from autograder.gradebook.pages import PAGE, PageExporter

pytestmark = needs_sandbox
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(300)).decode()
TAGS = "".join(f"<b title={n}>" for n in range(45))
LINKED = {
    "eve-alice": f"../ada/{CHAPTER}",
    "eve-source": f"../../source/{CHAPTER}",
    "eve-machine": "/etc",
    "eve-loop": CHAPTER,
    "eve-nowhere": "nowhere",
}
SECRET = "Only Ada knows this."


def with_cells(*cells, **answers):
    notebook = solved(**answers)
    notebook.cells += cells
    return notebook


def lay_out(root):
    """Hand in what honest learners and others do."""
    mine = solved(whole=True)
    mine.cells[-1].source = SECRET
    hand_in(root, "ada", mine)
    picture = nbformat.v4.new_markdown_cell("![a](attachment:a.png) ![b](attachment:b.png)")
    picture["attachments"] = {"a.png": {"image/png": PNG}}
    hand_in(root, "pat", with_cells(picture))
    for learner, target in LINKED.items():
        (root / "submitted" / learner).mkdir()
        (root / "submitted" / learner / CHAPTER).symlink_to(target)
    (root / "submitted" / "eve-whole").symlink_to("ada")
    (root / "submitted" / "eve-loop" / "loop").symlink_to("loop")
    (root / "submitted" / "eve-loop" / ("n" * 255)).symlink_to("n" * 4_000)
    html = f"HTML('<p>{TAGS}</p>' + '<p>x</p>' * 1800 + ' ' * n)"
    code = f"from IPython.display import HTML\nfor n in range(5):\n    display({html})"
    hand_in(root, "mal-html", with_cells(nbformat.v4.new_code_cell(code)))
    text = "".join(f"<b title={n}>" for n in range(700)) + "<p>x</p>" * 1_100
    hand_in(root, "mal-text", with_cells(nbformat.v4.new_markdown_cell(text)))
    link = '<a class="modal navbar-fixed-top" href="https://x.org">x</a>'
    hand_in(root, "mal-class", with_cells(nbformat.v4.new_markdown_cell(link)))
    large = "def softmax(x, axis=-1):\n    return np.ones(3_000_000, bool)"
    lines = "def masked_softmax(scores, mask):\n    raise TypeError('x\\n✓ 3 of 3 points')"
    hand_in(root, "mal-answers", solved(softmax=large, masked_softmax=lines))
    cell = {"cell_type": "heading", "level": 1.0, "source": "x"}
    old = {"nbformat": 3, "worksheets": [{"cells": [cell]}]}
    hand_in(root, "zed", json.dumps(old).encode())


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class, graded with pages by our command."""
    root = new_course(tmp_path_factory.mktemp("among"))
    lay_out(root)
    status = command_line.main(["grade", CHAPTER, "--feedback", "--course", str(root)])
    assert status == 0
    return root


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory):
    """The class, graded with pages by nbgrader."""
    root = new_course(tmp_path_factory.mktemp("stock"))
    lay_out(root)
    api = NbGraderAPI(config=course_config(root))
    for student in sorted(os.listdir(root / "submitted")):
        assert api.autograde(CHAPTER, student)["success"], student
    assert api.generate_feedback(CHAPTER)["success"]
    return root


def page(root, student):
    return (root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text()


@pytest.fixture(params=["graded", "by_nbgrader"])
def course(request):
    return request.getfixturevalue(request.param)


def test_everyone_has_a_mark_and_a_page(course):
    points = {student: found["score"] for student, found in marks(course).items()}
    zero = dict.fromkeys([*LINKED, "eve-whole", "zed"], 0)
    full = dict.fromkeys(["ada", "pat", "mal-html", "mal-text", "mal-class"], 7)

    assert points == {**zero, **full, "mal-answers": 2}
    assert {student for student in points if page(course, student)} == set(points)


@pytest.mark.parametrize("student", [*LINKED, "eve-whole"])
def test_what_a_link_leads_to_is_on_no_page_of_its_maker(course, student):
    assert SECRET in page(course, "ada")
    assert SECRET not in page(course, student)
    assert "links are not followed" in page(course, student)
    assert "root:" not in page(course, student)


def test_pages_are_of_a_size_and_say_what_was_cut(course):
    assert page(course, "mal-html").count("of this output is not shown") == 5
    assert "shown as it was written" in page(course, "mal-text")
    for student in os.listdir(course / "feedback"):
        assert len(page(course, student)) < 600_000
        copy = course / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
        assert copy.stat().st_size < 300_000


def test_a_pasted_picture_is_on_the_page_and_a_missing_one_is_told(course):
    assert f"data:image/png;base64,{PNG}" in page(course, "pat")
    assert "The picture “b.png” is missing." in page(course, "pat")


def test_a_learner_cannot_cover_the_page(course):
    assert '<a href="https://x.org">' in page(course, "mal-class")
    assert "modal" not in page(course, "mal-class").partition("<body>")[2]


def test_an_answer_cannot_write_lines_into_its_verdict(course):
    text = re.sub(r"<[^>]*>", "", page(course, "mal-answers"))

    assert "far too large, with the shape (3000000,)" in text
    assert "x ✓ 3 of 3 points" in text
    assert "\n✓ 3 of 3" not in text


def test_both_ways_make_the_same_pages(graded, by_nbgrader):
    for student in ("ada", "pat", "mal-class", "eve-alice"):
        assert page(graded, student) == page(by_nbgrader, student)


def test_the_formgraders_page_has_the_pictures_and_the_sentences(graded):
    config = course_config(graded)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = formgrader.HTMLExporter(config=config)
    resources = {"base_url": "", "index": 0, "total": 1, "notebook_id": CHAPTER, "student": "pat"}
    copy = graded / "autograded" / "pat" / CHAPTER / f"{CHAPTER}.ipynb"
    text, _ = exporter.from_filename(str(copy), resources=resources)

    assert isinstance(exporter, PageExporter)
    assert f"data:image/png;base64,{PNG}" in text
    assert "is missing" in text


def test_no_warning_ends_a_run(graded, monkeypatch, capsys):
    def fail(*_):
        raise OSError(40, "Too many levels of symbolic links")

    monkeypatch.setattr(Course, "warnings", fail)
    status = command_line.main(["grade", CHAPTER, "--course", str(graded)])
    said = capsys.readouterr()

    assert status == 0
    assert "could not be searched (OSError: [Errno 40]" in said.err
    assert "0 graded, 13 unchanged" in said.out


def notebook_of(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def slow(monkeypatch, word):
    """Let whatever colours code take for ever where a word is in it."""
    from autograder.gradebook import pages

    plain = pages._highlighter

    def colour(source):
        while word in source:
            pass
        return plain(source)

    monkeypatch.setattr(pages, "_highlighter", colour)
    monkeypatch.setattr(pages, "_coloured", pages.Kept(0))


def exporter(root):
    config = course_config(root)
    return PageExporter(config=config)


def test_a_cell_that_takes_too_long_is_shown_as_it_was_written_and_no_other_is(graded, monkeypatch):
    slow(monkeypatch, "whirl")
    new = nbformat.v4.new_code_cell
    cells = [new("first = 1"), new("whirl = 2"), new("last = 3")]
    text, _ = exporter(graded).from_notebook_node(notebook_of(*cells))

    assert "<pre>whirl = 2</pre>" in text
    assert '<span class="n">first</span>' in text
    assert '<span class="n">last</span>' in text


def test_a_page_that_takes_too_long_shows_the_beginning_of_each_cell(graded, monkeypatch):
    from autograder.gradebook import pages

    slow(monkeypatch, "whirl")
    monkeypatch.setattr(pages, "PAGE", pages.Budget(3, 90, PAGE.output, 1))
    cells = [nbformat.v4.new_code_cell(f"whirl = {n}\n" + "x = 1\n" * 500) for n in range(9)]
    text, resources = exporter(graded).from_notebook_node(notebook_of(*cells))

    assert text.count("is not shown here") == 9
    assert "whirl = 8" in text
    assert resources["output_extension"] == ".html"


def test_stock_nbconvert_would_have_raised(graded):
    copy = graded / "autograded" / "pat" / CHAPTER / f"{CHAPTER}.ipynb"
    with pytest.raises(Exception, match="missing attachment"):
        HTMLExporter().from_filename(str(copy))
