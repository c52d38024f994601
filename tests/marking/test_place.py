"""What was handed in is looked at, and nothing that a link, a loop or a long name leads to."""

import os

import pytest

from autograder.gradebook.strays import strays
from autograder.marking import place
from autograder.marking.place import Folder, Unreadable, handed_in
from autograder.marking.submission import read

CHAPTER = "05-softmax"
STRUCTURE = ("{student_id}", "{assignment_id}")
NOTEBOOK = '{"cells": [{"cell_type": "code", "source": "x = 1"}]}'


@pytest.fixture
def submitted(tmp_path):
    """A folder of submissions with an honest learner's in it."""
    folder = tmp_path / "submitted"
    (folder / "ada" / CHAPTER).mkdir(parents=True)
    (folder / "ada" / CHAPTER / f"{CHAPTER}.ipynb").write_text(NOTEBOOK)
    (tmp_path / "source" / CHAPTER).mkdir(parents=True)
    return folder


def reason(folder):
    with pytest.raises(Unreadable) as caught:
        Folder(*folder).read(f"{CHAPTER}.ipynb")
    return str(caught.value)


@pytest.mark.parametrize("target", [f"../ada/{CHAPTER}", f"../../source/{CHAPTER}", "/etc", "x"])
def test_a_folder_that_is_a_link_is_handed_in_and_not_followed(submitted, target):
    (submitted / "eve").mkdir()
    (submitted / "eve" / CHAPTER).symlink_to(target)
    found = handed_in(str(submitted), STRUCTURE, CHAPTER)

    assert list(found) == ["ada", "eve"]
    assert "is a link" in reason((str(submitted), ("eve", CHAPTER)))
    with pytest.raises(Unreadable, match="is a link"):
        found["eve"].files()
    assert found["eve"].fingerprint() != found["ada"].fingerprint()


def test_a_learner_who_is_a_link_is_not_followed_and_a_link_to_nothing_is_nobody(submitted):
    (submitted / "eve").symlink_to("ada")
    (submitted / "gone").symlink_to("nowhere")
    (submitted / "loop").symlink_to("loop")

    assert list(handed_in(str(submitted), STRUCTURE, CHAPTER)) == ["ada", "eve"]
    assert "“eve” is a link" in reason((str(submitted), ("eve", CHAPTER)))
    told = strays(submitted, [CHAPTER])
    assert [line.split(" is a link")[0] for line in told] == [
        "submitted/eve",
        "submitted/gone",
        "submitted/loop",
    ]


@pytest.mark.parametrize(
    "lay",
    [
        lambda eve: (eve / "loop").symlink_to("loop"),
        lambda eve: (eve / "through").symlink_to(f"../ada/{CHAPTER}/{CHAPTER}.ipynb/x"),
        lambda eve: (eve / "softmax").symlink_to("n" * 4_000),
        lambda eve: (eve / ("n" * 255)).mkdir(),
        lambda eve: os.mkfifo(eve / "softmax.ipynb"),
        lambda eve: (eve / b"\xff\xfe".decode("utf-8", "surrogateescape")).mkdir(),
    ],
)
def test_nothing_that_lies_about_raises(submitted, lay):
    (submitted / "eve").mkdir()
    lay(submitted / "eve")

    assert isinstance(strays(submitted, [CHAPTER]), list)
    assert list(handed_in(str(submitted), STRUCTURE, CHAPTER)) == ["ada"]


def test_a_stray_link_is_told_of_and_not_looked_into(submitted):
    (submitted / "eve").mkdir()
    (submitted / "eve" / "softmax").symlink_to(f"../ada/{CHAPTER}")

    assert strays(submitted, [CHAPTER]) == [
        "submitted/eve/softmax is a link, and links are not followed."
    ]


def test_a_file_where_the_folder_belongs_is_handed_in(submitted):
    (submitted / "eve").mkdir()
    (submitted / "eve" / CHAPTER).write_text("x")

    assert list(handed_in(str(submitted), STRUCTURE, CHAPTER)) == ["ada", "eve"]
    assert reason((str(submitted), ("eve", CHAPTER))) == f"“{CHAPTER}” is not a folder"


def test_a_path_longer_than_the_system_takes_is_walked_up_to_a_depth(submitted):
    parts = []
    descriptor = os.open(submitted / "ada" / CHAPTER, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("n" * 200, dir_fd=descriptor)
        below = os.open("n" * 200, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
        parts.append("n" * 200)
        os.close(os.open("x.ipynb", os.O_WRONLY | os.O_CREAT, dir_fd=descriptor))
    os.close(descriptor)
    folder = Folder(str(submitted), ("ada", CHAPTER))

    assert len(folder.files()) == 1 + place.MAX_DEPTH
    assert folder.fingerprint() == folder.fingerprint()
    assert folder.read("/".join([*parts, "x.ipynb"]))[0] == b""


def test_of_many_files_only_so_many_are_looked_at(submitted):
    folder = submitted / "ada" / CHAPTER
    for number in range(place.MAX_FILES * 2):
        (folder / f"{number:04}").touch()

    assert len(Folder(str(folder)).files()) <= place.MAX_FILES


def test_a_link_in_the_place_of_the_notebook_is_not_followed_even_within_the_folder(submitted):
    folder = submitted / "ada" / CHAPTER
    (folder / "other.ipynb").write_text(NOTEBOOK)
    (folder / f"{CHAPTER}.ipynb").unlink()
    (folder / f"{CHAPTER}.ipynb").symlink_to("other.ipynb")

    assert "links are not followed" in reason((str(folder), ()))
    with pytest.raises(Unreadable, match="link"):
        read(folder / f"{CHAPTER}.ipynb")


def test_a_hard_link_is_told_of(submitted):
    eve = submitted / "eve" / CHAPTER
    eve.mkdir(parents=True)
    os.link(submitted / "ada" / CHAPTER / f"{CHAPTER}.ipynb", eve / f"{CHAPTER}.ipynb")

    assert "hard links" in " ".join(read(eve / f"{CHAPTER}.ipynb").notes)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_user_is_told_of(submitted):
    path = submitted / "ada" / CHAPTER / f"{CHAPTER}.ipynb"
    before = read(path).notes
    os.chown(path, 12_345, 12_345)

    assert before == []
    assert read(path).notes == ["The file belongs to another user of this machine than its folder."]


def test_other_structures_of_folders_are_found(tmp_path):
    (tmp_path / "hw-ada" / "in" / CHAPTER).mkdir(parents=True)
    (tmp_path / "bob").mkdir()
    found = handed_in(str(tmp_path), ("hw-{student_id}", "in", "{assignment_id}"), CHAPTER)

    assert {learner: folder.parts for learner, folder in found.items()} == {
        "ada": ("hw-ada", "in", CHAPTER)
    }
