"""A class graded by nbgrader's own commands, by its API and by ours: fair marks, and the same."""

import contextlib
import copy
import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import grading_help as help
import psutil
import pytest
from grading_help import (
    CHAPTER,
    UNSTABLE,
    WARNS,
    WRONG_AXIS,
    blank,
    graded_copy,
    hand_in,
    id_of,
    marks,
    needs_sandbox,
    new_course,
    place_of,
    solved,
    write,
)
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder import __main__ as command_line
from autograder.chapters.release import course_config
from autograder.workers.pool import Pool, WorkerLost

pytestmark = needs_sandbox
SCRIPT = "<script>document.title = 'owned'</script>"
CHECKS = ("check-softmax", "check-temperature_softmax", "check-masked_softmax")


def copied():
    notebook = solved()
    notebook.cells.append(copy.deepcopy(notebook.cells[place_of(notebook, "softmax")]))
    notebook.cells.append(copy.deepcopy(notebook.cells[place_of(notebook, "check-softmax")]))
    return notebook


def without(grade_id):
    notebook = solved()
    del notebook.cells[place_of(notebook, grade_id)]
    return notebook


def edited():
    notebook = solved(softmax=WRONG_AXIS)
    notebook.cells[place_of(notebook, "check-softmax")].source = "print('all right')"
    return notebook


def halfway():
    notebook = blank()
    notebook.cells[place_of(notebook, "softmax")].source = help.solution_source("softmax")
    return notebook


def scripted():
    notebook = solved()
    notebook.cells += help.only_cells(
        f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({SCRIPT!r}))",
        "display(Javascript('document.title = 1'))",
    ).cells
    for cell in notebook.cells:
        if (id_of(cell) or "").startswith("explain"):
            cell.source = f"My answer {SCRIPT} <img src=x onerror=\"document.title='owned'\">"
    return notebook


# What each hands in, and the points of its three functions.
CLASS = {
    "perfect": (lambda: solved(whole=True), (2, 2, 3)),
    "blank": (blank, (0, 0, 0)),
    "halfway": (halfway, (2, 0, 0)),
    "wrong-axis": (lambda: solved(softmax=WRONG_AXIS), (0, 2, 3)),
    "unstable": (lambda: solved(softmax=UNSTABLE), None),
    "warns": (lambda: solved(softmax=WARNS), (2, 2, 3)),
    "copied": (copied, (2, 2, 3)),
    "deleted-check": (lambda: without("check-softmax"), (2, 2, 3)),
    "deleted-function": (lambda: without("masked_softmax"), (2, 2, 0)),
    "edited-check": (edited, (0, 2, 3)),
    "scripted": (scripted, (2, 2, 3)),
    "not-json": (lambda: b"print(1)", (0, 0, 0)),
    "empty": (lambda: b"", (0, 0, 0)),
}


def class_in(root):
    for student, (make, _) in CLASS.items():
        hand_in(root, student, make())
    hand_in(root, "renamed", solved(), "my answers.ipynb")
    hand_in(root, "nothing", b"x", "answers.pdf")
    path = hand_in(root, "linked", b"x", "note.txt")
    (path.parent / "secret.txt").symlink_to(root / "source" / CHAPTER / f"{CHAPTER}.ipynb")
    (path.parent / "endless").symlink_to("/dev/zero")
    (path.parent / f"{CHAPTER}.ipynb").symlink_to(
        root / "submitted" / "perfect" / CHAPTER / f"{CHAPTER}.ipynb"
    )
    (hand_in(root, "late", solved()).parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    odd = hand_in(root, "odd-time", solved())
    (odd.parent / "timestamp.txt").write_text("tomorrow, I promise")


def set_deadline(root):
    with Gradebook(f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00 UTC")
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(
            '\nc.AssignLatePenalties.plugin_class = "autograder.gradebook.late.TenPercentADay"\n'
        )


def nbgrader(root, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def grade(root, *arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        status = command_line.main(["grade", CHAPTER, "--course", str(root), *arguments])
    return status, out.getvalue()


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory):
    """A class that stock commands have graded, given feedback and exported."""
    root = new_course(tmp_path_factory.mktemp("stock") / "course")
    class_in(root)
    set_deadline(root)
    before = {path: path.read_bytes() for path in files_in(root / "submitted")}
    nbgrader(root, "autograde", CHAPTER)
    nbgrader(root, "generate_feedback", CHAPTER)
    nbgrader(root, "export")
    assert {path: path.read_bytes() for path in files_in(root / "submitted")} == before
    return root


@pytest.fixture(scope="module")
def by_us(by_nbgrader, tmp_path_factory):
    """The same class, graded by our command."""
    root = tmp_path_factory.mktemp("ours") / "course"
    shutil.copytree(by_nbgrader, root, symlinks=True, ignore=only_given)
    shutil.copy(help.new_course(tmp_path_factory.mktemp("db") / "c") / "gradebook.db", root)
    set_deadline(root)
    status, out = grade(root, "--workers", "2")
    assert status == 0, out
    return root, out


def only_given(folder, names):
    return [n for n in names if n in ("autograded", "feedback") or n.startswith("gradebook.db")]


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def points_of(root, student):
    return tuple(marks(root)[student]["grades"][name][0] for name in CHECKS)


@pytest.mark.parametrize("student", [s for s, (_, points) in CLASS.items() if points is not None])
def test_each_gets_the_fair_mark(by_nbgrader, student):
    assert points_of(by_nbgrader, student) == CLASS[student][1]


def test_a_function_that_is_right_but_for_large_scores_gets_most_of_its_points(by_nbgrader):
    assert 1 <= points_of(by_nbgrader, "unstable")[0] < 2


@pytest.mark.parametrize("student", ["renamed", "late", "odd-time"])
def test_odd_circumstances_cost_no_points(by_nbgrader, student):
    assert points_of(by_nbgrader, student) == (2, 2, 3)


@pytest.mark.parametrize("student", ["not-json", "empty", "nothing", "linked"])
def test_what_cannot_be_read_gets_a_sentence(by_nbgrader, student):
    first = graded_copy(by_nbgrader, student).cells[0]

    assert points_of(by_nbgrader, student) == (0, 0, 0)
    assert "Nothing could be marked" in first.source


def test_written_answers_wait_for_a_person_and_no_answer_is_0(by_nbgrader):
    def manual(student):
        grades = marks(by_nbgrader)[student]["grades"]
        return [grade for name, grade in grades.items() if name.startswith("explain")]

    assert manual("perfect") == [(None, None, True)]
    assert manual("blank") == [(0, None, False)]


def test_the_graded_copy_shows_the_rubric_and_the_feedback_does_not(by_nbgrader):
    copy = "".join(cell.source for cell in graded_copy(by_nbgrader, "perfect").cells)

    assert "What to look for" in copy
    assert "What to look for" not in feedback(by_nbgrader, "perfect")


def feedback(root, student):
    return (root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text()


def test_feedback_says_what_went_wrong(by_nbgrader):
    page = feedback(by_nbgrader, "wrong-axis")

    assert "do not add up to 1, but the columns do" in page
    assert "0.0 / 2.0" in page


def test_feedback_tells_those_whose_file_could_not_be_read(by_nbgrader):
    assert "it is not JSON" in feedback(by_nbgrader, "not-json")


def test_nothing_of_a_learners_folder_is_copied_but_the_notebook(by_nbgrader):
    for step in ("autograded", "feedback"):
        names = {path.name for path in (by_nbgrader / step / "linked" / CHAPTER).iterdir()}

        assert names <= {f"{CHAPTER}.ipynb", f"{CHAPTER}.html", "earlier_steps.py"}


def test_no_script_of_a_learners_is_left_in_the_feedback(by_nbgrader):
    page = feedback(by_nbgrader, "scripted")

    assert "owned" in page  # it is shown, as text
    assert SCRIPT not in page
    assert not re.search(r"<[^>]*\sonerror=", page)


@pytest.mark.browser
def test_no_script_of_a_learners_runs_in_a_browser(by_nbgrader, browser):
    page = browser.new_page()
    page.route(
        "**/*",
        lambda route: (
            route.abort() if route.request.url.startswith("http") else (route.continue_())
        ),
    )
    page.goto((by_nbgrader / "feedback" / "scripted" / CHAPTER / f"{CHAPTER}.html").as_uri())

    assert page.title() == CHAPTER
    page.close()


def test_the_export_has_a_row_for_everyone(by_nbgrader):
    with open(by_nbgrader / "grades.csv", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    given = set(os.listdir(by_nbgrader / "submitted"))

    assert set(rows) == given
    assert float(rows["perfect"]["raw_score"]) == 7
    assert float(rows["late"]["late_submission_penalty"]) == pytest.approx(0.7)


def test_our_command_gives_the_same_marks_one_by_one(by_nbgrader, by_us):
    root, _ = by_us

    assert marks(root) == marks(by_nbgrader)


def test_our_command_makes_the_same_copies_one_by_one(by_nbgrader, by_us):
    root, _ = by_us
    for student in os.listdir(by_nbgrader / "submitted"):
        theirs, ours = graded_copy(by_nbgrader, student), graded_copy(root, student)
        for notebook in (theirs, ours):
            notebook.metadata["grading"].pop("fingerprint")

        assert [strip(cell) for cell in ours.cells] == [strip(cell) for cell in theirs.cells]
        assert ours.metadata == theirs.metadata


def strip(cell):
    """Return a cell without what differs from run to run: an object's address, a number drawn."""
    kept = dict(cell)
    if cell.cell_type == "code" and not (id_of(cell) or "").startswith("check"):
        kept["outputs"] = [output["output_type"] for output in cell.outputs]
    elif cell.cell_type == "code":
        kept["outputs"] = [
            [line for line in output.get("traceback", ()) if "✗" in line or "✓" in line]
            for output in cell.outputs
        ]
    return kept


def test_our_command_prints_a_line_for_each_and_a_summary(by_us):
    _, out = by_us
    lines = out.strip().split("\n")

    assert "perfect: 7 of 7 points by checks, 1 answer to mark by hand." in lines
    assert any(
        line.startswith("not-json: 0 of 7 points by checks. Nothing could") for line in lines
    )
    assert f"{len(lines) - 1} graded, 4 could not be read, 0 timed out or stopped" in lines[-1]
    assert "isolation: namespaces" in lines[-1]


def test_a_second_run_marks_only_what_has_changed(by_us, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(by_us[0], root, symlinks=True)
    for path in (by_us[0] / "submitted").rglob("*"):
        twin = root / path.relative_to(by_us[0])
        if not path.is_symlink() and path.is_file():
            shutil.copystat(path, twin)
    hand_in(root, "blank", solved())
    before = marks(root)
    _, out = grade(root)

    assert "blank: 7 of 7" in out
    assert out.count("points") == 1
    assert {s: m for s, m in marks(root).items() if s != "blank"} == {
        s: m for s, m in before.items() if s != "blank"
    }


def test_marks_given_by_a_person_stay_when_all_is_graded_again(tmp_path):
    root = new_course(tmp_path / "course")
    hand_in(root, "ada", solved())
    grade(root)
    with Gradebook(f"sqlite:///{root}/gradebook.db", "attention") as gradebook:
        grades = gradebook.find_submission_notebook(CHAPTER, CHAPTER, "ada").grades
        for grade_row in grades:
            if grade_row.name.startswith("explain") or grade_row.name == "check-softmax":
                grade_row.manual_score = 1.5
                grade_row.needs_manual_grade = False
        gradebook.db.commit()
    hand_in(root, "ada", solved(softmax=WRONG_AXIS))
    grade(root, "--force")
    given = marks(root)["ada"]["grades"]

    assert given["check-softmax"] == (0, 1.5, True)  # the new score is there for the person to see
    assert all(g[1] == 1.5 for name, g in given.items() if name.startswith("explain"))


def test_the_api_that_the_formgrader_uses_marks_in_the_sandbox(tmp_path):
    root = new_course(tmp_path / "course")
    hand_in(root, "ada", solved(softmax=WRONG_AXIS))
    result = NbGraderAPI(config=course_config(root)).autograde(CHAPTER, "ada")

    assert result["success"], result
    assert points_of(root, "ada") == (0, 2, 3)
    assert graded_copy(root, "ada").metadata["grading"]["isolation"] == "namespaces"


def test_an_assignment_that_was_not_released_is_refused_in_a_sentence(tmp_path):
    root = new_course(tmp_path / "course")
    err = io.StringIO()
    with contextlib.redirect_stderr(err):
        status = command_line.main(["grade", "04-scaling", "--course", str(root)])

    assert status == 1
    assert "make the release first" in err.getvalue()


def test_one_learner_can_be_picked(tmp_path):
    root = new_course(tmp_path / "course")
    hand_in(root, "ada", solved())
    hand_in(root, "bob", solved())
    _, out = grade(root, "--student", "bob")

    assert "bob: 7" in out
    assert "ada" not in out


def test_a_learner_who_handed_in_nothing_is_refused_with_the_nearest_names(tmp_path, capsys):
    root = new_course(tmp_path / "course")
    for student in ("Adabel", "bob"):
        hand_in(root, student, b"x")
    command = ["grade", CHAPTER, "--course", str(root), "--student"]

    assert command_line.main([*command, "adabell"]) == 1
    told = capsys.readouterr().err
    assert "adabell has handed in nothing for 05-softmax. Did you mean Adabel?" in told
    assert command_line.main([*command, "zzzzzzz", "--student", "bob"]) == 1
    assert "There are submissions from Adabel, bob." in capsys.readouterr().err
    assert not marks(root)  # nothing was marked, bob neither


def test_what_lies_in_a_wrong_place_and_what_is_missing_is_told(tmp_path, capsys):
    root = new_course(tmp_path / "course")
    for place in (
        "05-softmax/ada/05-softmax.ipynb",
        "bob/05-softmax.ipynb",
        "cyn/Softmax/answers.ipynb",
        "dan/mine/05_softmax (1).ipynb",
        "05-softmax.ipynb",
        "eve/05-softmax/05-softmax.ipynb",
        "eve/05-softmax.ipynb",
        "fay/06-attention.ipynb",
        "gus/notes.txt",
        b"h\xff/05-softmax/05-softmax.ipynb".decode("utf-8", "surrogateescape"),
    ):
        write(solved(), root / "submitted" / place)
    shutil.rmtree(root / "source")
    status = command_line.main(["grade", CHAPTER, "--course", str(root), "--workers", "1"])
    said = capsys.readouterr()

    assert status == 0  # one odd name stops nobody; it is named below
    assert "eve: 7 of 7 points" in said.out
    assert said.err.splitlines() == [
        "source/05-softmax/ has no notebook: no rubric is shown; `make release` makes it.",
        "submitted/05-softmax/ holds ada: the learner comes first, as in "
        "submitted/ada/05-softmax/.",
        "submitted/05-softmax.ipynb is in no learner's folder: it belongs in "
        "submitted/LEARNER/05-softmax/05-softmax.ipynb.",
        "submitted/bob/05-softmax.ipynb belongs in submitted/bob/05-softmax/ to be found.",
        "submitted/cyn/Softmax must be called submitted/cyn/05-softmax/ to be found.",
        "submitted/dan/mine must be called submitted/dan/05-softmax/ to be found.",
        "submitted/h\N{REPLACEMENT CHARACTER} has a name that is not plain text: rename it.",
    ]


def test_a_class_without_submissions_is_no_success(tmp_path):
    status, out = grade(new_course(tmp_path / "course"))

    assert status == 1
    assert "Nothing to grade" in out


def killed_after(lines, pause, command):
    """Start a grader and kill it, some seconds after some lines; return whether it was at work."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        for _ in range(lines):
            running.stdout.readline()
        time.sleep(pause)
        at_work = running.poll() is None
        running.kill()
    return at_work


@pytest.mark.slow
def test_a_grader_killed_at_any_moment_goes_on_to_the_same_marks(tmp_path):
    students = [f"s{number:02}" for number in range(14)]
    notebooks = [solved(), blank(), solved(softmax=WRONG_AXIS), solved(softmax=UNSTABLE)]
    roots = [new_course(tmp_path / name / "course") for name in ("calm", "killed")]
    shutil.copy(roots[0] / "gradebook.db", roots[1] / "gradebook.db")
    for root in roots:
        for number, student in enumerate(students):
            hand_in(root, student, notebooks[number % len(notebooks)])
    grade(roots[0])
    command = [sys.executable, "-m", "autograder", "grade", CHAPTER, "--course", str(roots[1])]
    chance, midway = random.Random(), 0
    for lines in (0, 1, 2, 1, 2, 1):
        at_work = killed_after(lines, chance.random() * (0.1 if lines else 2), command)
        done = len(list((roots[1] / "autograded").glob(f"*/{CHAPTER}")))
        midway += at_work and 0 < done < len(students)
    status, out = grade(roots[1])

    assert midway >= 3
    assert status == 0, out
    assert marks(roots[1]) == marks(roots[0])
    assert not [path for path in (roots[1] / "autograded").rglob(".*")]
    for student in students:
        calm, killed = (graded_copy(root, student) for root in roots)
        assert [strip(cell) for cell in killed.cells] == [strip(cell) for cell in calm.cells]


@pytest.mark.slow
def test_a_worker_killed_at_work_costs_no_submission(tmp_path):
    root = new_course(tmp_path / "course")
    students = [f"s{number:02}" for number in range(8)]
    for student in students:
        hand_in(root, student, solved())
    command = [sys.executable, "-m", "autograder", "grade", CHAPTER, "--course", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        running.stdout.readline()
        processes = psutil.Process(running.pid).children()
        workers = [one for one in processes if one.cmdline()[1:] == command[1:]]
        workers[0].kill()
        out = running.stdout.read()

    assert running.returncode == 0
    assert "8 graded" in out
    assert {student: one["score"] for student, one in marks(root).items()} == dict.fromkeys(
        students, 7
    )


def test_two_graders_do_not_work_on_one_course(tmp_path):
    root = new_course(tmp_path / "course")
    code = (
        "from autograder.gradebook.grading import Course\n"
        f"with Course({str(root)!r}).locked():\n    print('locked', flush=True)\n    input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    err = io.StringIO()
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as other:
        other.stdout.readline()
        with contextlib.redirect_stderr(err):
            status = command_line.main(["grade", CHAPTER, "--course", str(root)])
        other.communicate("\n")

    assert status == 1
    assert "Another grader" in err.getvalue()


def dies_on_three():
    def work(task):
        if task == 3:
            os._exit(1)
        if task == 4:
            raise ValueError("four")
        return task * 2

    return work


def test_a_worker_that_dies_costs_only_its_own_task():
    with Pool(2, dies_on_three) as pool:
        results = dict(pool.map(range(8)))

    assert isinstance(results.pop(3), WorkerLost)
    assert "four" in str(results.pop(4))
    assert results == {task: task * 2 for task in (0, 1, 2, 5, 6, 7)}


def test_a_worker_that_cannot_start_is_told_of():
    def make():
        raise RuntimeError("no tools")

    with Pool(1, make) as pool, pytest.raises(RuntimeError, match="no tools"):
        list(pool.map([1]))


def test_no_absolute_path_of_this_machine_is_in_the_configuration():
    text = (Path(help.COURSE) / "nbgrader_config.py").read_text()

    assert str(Path.home()) not in text
