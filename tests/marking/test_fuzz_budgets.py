"""Ten thousand odd texts, outputs, pictures and folders: nothing takes more than its budget.

Each case is drawn from its number, which a failure names. What is asserted is what SECURITY.md
promises of the trusted side: whatever comes in, a result within its length; computing that ends
within its limit, in the helper and outside of it; memory that does not grow; HTML that runs and
loads nothing; sentences that are one line; nothing of a neighbour's; and files left as they were.
"""

import os
import random
import re
import resource
import shutil
import time
from contextlib import contextmanager
from html.parser import HTMLParser

import fuzzing
import nbformat
import pytest
from grading_help import CHAPTER
from traitlets.config import Config

from autograder.gradebook.pages import FILTERS, PAGE, PageExporter, SafePage
from autograder.gradebook.strays import strays
from autograder.marking import bounded
from autograder.marking import safe_html as html
from autograder.marking.bounded import Budget
from autograder.marking.graded import cells_of
from autograder.marking.markdown import safe_markdown
from autograder.marking.pipeline import prepare
from autograder.marking.place import Unreadable, handed_in
from autograder.marking.submission import MAX_ATTACHMENTS, read
from autograder.proof import stored
from autograder.proof.hostile import contents, released_exercises

TEXTS, OUTPUTS, NOTEBOOKS, FOLDERS, PAGES = 4_200, 3_200, 1_500, 1_000, 100
CHUNK = 250
OUTSIDE_HELPERS = 2.0  # seconds of computing in this process for one case, for any machine
GROWS = 200 << 20  # bytes, for a chunk of cases
TAGS = set(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i "
        "img ins kbd li ol p pre s samp small span strong sub summary sup table tbody td tfoot th "
        "thead tr u ul var",
    )
)
ATTRIBUTES = set(re.findall(r"\w+", "align alt colspan rowspan scope title open src href class"))
PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[\w+/=\s]*")
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
KINDS = {*fuzzing.KINDS[:7]}  # the others are never kept
IDS = [cell.grade_id for cell in released_exercises().cells]
WORD = "ursula-says-it-is-shifted"


def chunks(total):
    """Return a decorator that hands a test its share of the cases, as ranges of numbers."""
    shares = [range(start, min(start + CHUNK, total)) for start in range(0, total, CHUNK)]
    return pytest.mark.parametrize("numbers", shares, ids=lambda one: f"{one.start}-{one.stop - 1}")


class Harm(HTMLParser):
    """Notes everything in HTML that is more than format."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attributes:
            value = value or ""
            fine = name in ATTRIBUTES
            fine = fine and (name != "src" or bool(PICTURE.fullmatch(value)))
            fine = fine and (name != "href" or bool(LINK.match(value)))
            fine = fine and (name != "class" or "mallory" not in value)
            if not fine:
                self.found.append((tag, name, value[:80]))


def harm(text):
    """Return what a page with this HTML would run, load or restyle."""
    parser = Harm()
    parser.feed(text)
    parser.close()
    return parser.found


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Lower the limit of computing, so that what reaches it costs little here."""
    monkeypatch.setattr(html, "RENDERING", Budget(cpu=0.5, wall=60, output=0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10 < GROWS


@contextmanager
def budget(number, helped):
    """Hold one case to its seconds of computing, in the helper and outside."""
    start, spent = time.process_time(), bounded.spent()
    yield
    assert bounded.spent() - spent <= helped + 0.5, number
    assert time.process_time() - start <= OUTSIDE_HELPERS, number


def longest(source, pictures=0):
    """Return how many bytes the HTML of a text may have; as it was written, escapes count."""
    return (
        max(html.GROWTH, 6) * len(source.encode("utf-8", "replace")) + html.ROOM + 1_000 + pictures
    )


@chunks(TEXTS)
def test_a_text_is_laid_out_within_its_budget_and_harmless(numbers):
    for number in numbers:
        source = fuzzing.text(random.Random(f"text {number}"))
        with budget(number, html.RENDERING.cpu):
            made = safe_markdown(source, None, html.Allowance())

        assert len(made.encode("utf-8", "replace")) <= longest(source), number
        assert harm(made) == [], number


@chunks(OUTPUTS)
def test_outputs_are_cleaned_within_their_budget_and_harmless(numbers):
    for number in numbers:
        rng = random.Random(f"outputs {number}")
        outputs = [fuzzing.output(rng) for _ in range(rng.randint(1, 4))]
        allowance, page = html.Allowance(), html.Allowance(plain=5_000, pictures=10_000)
        with budget(number, 5 * html.RENDERING.cpu):
            kept = html.safe_outputs(outputs, 7, allowance)
            shown = [html.described(html.cut(one, page)) for one in kept]

        data = [one.get("data", {}) for one in shown]
        pictures = [text for one in data for kind, text in one.items() if kind.startswith("image/")]
        pieces = [text for one in data for text in [one.get("text/html", "")]]
        plain = sum(len(one.get("text/plain", "")) for one in data)
        plain += sum(
            len(one.get("text", "")) + len("".join(one.get("traceback", []))) for one in shown
        )
        assert len(kept) == len(outputs), number
        assert {kind for one in kept for kind in one.get("data", {})} <= KINDS, number
        assert not any(one.get("metadata") for one in kept), number
        assert sum(map(len, pictures)) <= 10_000, number
        assert plain <= 5_000 + 200 * len(outputs) + 100, number
        assert [harm(text) for text in pieces if harm(text)] == [], number


@chunks(NOTEBOOKS)
def test_a_notebook_with_pictures_is_read_and_shown_within_its_budget(numbers, tmp_path):
    path, unreadable = tmp_path / f"{CHAPTER}.ipynb", []
    for number in numbers:
        rng = random.Random(f"notebook {number}")
        path.write_bytes(fuzzing.notebook(rng, IDS))
        before = contents(tmp_path)
        allowance = html.Allowance()
        with budget(number, 10 + html.MAX_SECONDS):
            try:
                found = read(path)
            except Unreadable as error:
                unreadable.append(f"{number}: {error}")
                continue
            repaired = cells_of(prepare(tmp_path, released_exercises()))
            cells = [*found.cells, *repaired]
            made = [safe_markdown(cell.source, cell.attachments, allowance) for cell in cells]

        kept = [
            data
            for cell in found.cells
            for one in cell.attachments.values()
            for data in one.values()
        ]
        assert sum(map(len, kept)) <= MAX_ATTACHMENTS, number
        assert sum(map(len, made)) <= sum(longest(one.source) for one in cells) + html.MAX_PICTURES
        assert [harm(text) for text in made if harm(text)] == [], number
        ids = [cell.grade_id for cell in repaired if cell.grade_id]
        assert len(ids) == len(set(ids)), number
        assert set(ids) <= set(IDS), number
        assert contents(tmp_path) == before, number
    assert [one for one in unreadable if not one.endswith("there are no cells in it")] == []


@pytest.fixture(scope="module")
def exporter():
    """Make pages as the course does, without the frame around them."""
    config = Config()
    config.HTMLExporter.preprocessors = [SafePage]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {**FILTERS}
    return PageExporter(config=config, template_name="basic")


@chunks(PAGES)
def test_a_page_is_made_within_its_budget_and_runs_nothing(numbers, exporter, tmp_path):
    path = tmp_path / f"{CHAPTER}.ipynb"
    for number in numbers:
        rng = random.Random(f"page {number}")
        path.write_bytes(fuzzing.notebook(rng, IDS))
        graded = prepare(tmp_path, released_exercises())
        for cell in graded.cells:
            if cell.cell_type == "code":
                outputs = html.safe_outputs([fuzzing.output(rng) for _ in range(2)], 1)
                cell.outputs = nbformat.from_dict(outputs)
        with budget(number, 0):
            page, _ = exporter.from_notebook_node(graded)

        assert 0 < len(page.encode()) <= PAGE.output, number
        assert not stored.active(page), number
        assert not re.search(r'<\w[^>]*\b(class|id|name)="?[^">]*mallory', page), number


@pytest.fixture
def class_of_two(tmp_path):
    """Return the folder of submissions, in which only Ursula has handed in so far."""
    mine = tmp_path / "submitted" / "ursula" / CHAPTER / f"{CHAPTER}.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(fuzzing.json.dumps(secret_notebook()).encode())
    source = tmp_path / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes(mine.read_bytes())
    return tmp_path / "submitted"


def secret_notebook():
    cell = {"cell_type": "markdown", "source": WORD, "metadata": {}, "id": "a"}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@chunks(FOLDERS)
def test_whatever_is_in_a_learners_folders_is_looked_at_within_its_budget(numbers, class_of_two):
    mine = class_of_two / "ursula" / CHAPTER
    outside = (
        os.fspath(mine), f"{mine}/{CHAPTER}.ipynb", os.fspath(class_of_two.parent / "source"), "..",
        "../ursula", f"../ursula/{CHAPTER}", f"../../ursula/{CHAPTER}/{CHAPTER}.ipynb", "/etc",
        f"../../source/{CHAPTER}", "/dev/zero", "/proc/self/root", f"../../../source/{CHAPTER}",
    )  # fmt: skip
    for number in numbers:
        rng = random.Random(f"folders {number}")
        fuzzing.folders(rng, class_of_two / "eve", outside, fuzzing.notebook(rng, IDS))
        before = contents(class_of_two)
        with budget(number, 20):
            told = strays(class_of_two, [CHAPTER])
            found = handed_in(class_of_two, ("{student_id}", "{assignment_id}"), CHAPTER)
            made = {who: prepare(folder, released_exercises()) for who, folder in found.items()}

        assert set(made) <= {"eve", "ursula"}, number
        assert WORD in str(made["ursula"]), number
        assert linked(class_of_two / "eve", mine) or WORD not in str(made.get("eve", "")), number
        sentences = [*told]
        for notebook in made.values():
            grading = notebook.metadata["grading"]
            sentences += [*grading["notes"], grading["unreadable"] or ""]
        assert [one for one in sentences if not one.isprintable() or len(one) > 700] == [], number
        assert len(sentences) <= 60, number
        assert contents(class_of_two) == before, number
        shutil.rmtree(class_of_two / "eve")


def linked(folder, mine):
    """Say whether a file below a folder is one of a neighbour's, by a hard link."""
    number = (mine / f"{CHAPTER}.ipynb").stat().st_ino
    for place, _, files in os.walk(folder):
        if any(os.lstat(os.path.join(place, one)).st_ino == number for one in files):
            return True
    return False


def test_there_are_ten_thousand_cases():
    assert TEXTS + OUTPUTS + NOTEBOOKS + FOLDERS + PAGES >= 10_000


def test_the_fuzzer_would_see_harm():
    bad = [
        "<script>",
        "<img src=x>",
        "<a href='javascript:x'>",
        "<p onclick=x>",
        "<p class=mallory>",
    ]

    assert [text for text in bad if not harm(text)] == []
    assert (
        harm("<p title=x><a href='https://a/'>b</a><img src='data:image/png;base64,AA'></p>") == []
    )
