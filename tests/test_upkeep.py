"""What each file promises about the others, and what may be tracked."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.paths import ROOT

BINARY = {".npz", ".woff2", ".png", ".ico"}
VENDORED = "book/assets/vendor/"


def tracked():
    """Return the paths of all files in git, from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def tracked_texts():
    """Yield path and content of the tracked files that people write."""
    for name in tracked():
        if Path(name).suffix not in BINARY and not name.startswith(VENDORED):
            yield name, (ROOT / name).read_text(encoding="utf-8")


# dependencies


def requirements(name):
    """Return the requirements in a file, by name, without those of files it refers to."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().split("\n")]
    listed = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(requirement.name): requirement for requirement in listed}


def test_the_wheel_asks_for_the_ranges_of_requirements_txt():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    direct = requirements("requirements.txt")

    for requirement in map(Requirement, project["dependencies"]):
        assert direct[canonicalize_name(requirement.name)].specifier == requirement.specifier


def test_the_lock_pins_every_requirement_within_its_range():
    lock = requirements("requirements.lock")

    for file in ("requirements.txt", "requirements-dev.txt"):
        for name, requirement in requirements(file).items():
            assert name in lock, f"{name} of {file} is not in requirements.lock: make lock"
            (pin,) = lock[name].specifier

            assert pin.operator == "=="
            assert requirement.specifier.contains(pin.version), f"{name}: make lock"


# documents


def test_every_make_target_that_a_document_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    pattern = re.compile(r"`make ([a-z]+)`|^(?:\$ )?make ([a-z]+)\b(?=\s*(?:#|$))", flags=re.M)
    named = {
        (name, one or other)
        for name, text in tracked_texts()
        if name.endswith(".md")
        for one, other in pattern.findall(text)
    }

    assert {(name, target) for name, target in named if target not in targets} == set()
    assert {"book", "test", "serve", "lab", "release", "kit", "demo", "lint", "clean"} <= {
        target for name, target in named if name == "README.md"
    }


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_every_link_to_a_file_leads_to_one(name):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text())

    assert [link for link in links if not (ROOT / link).exists()] == []


# what is tracked


def test_no_document_counts_the_functions_by_hand():
    counting = r"\b(?:\d\d|\w+teen|twenty\S*) (?:\w+ )?functions\b"
    documents = {name: text for name, text in tracked_texts() if name.endswith(".md")}

    assert {name for name, text in documents.items() if re.search(counting, text)} == set()


def test_no_tracked_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/|[A-Z]:\\\\?Users")
    hits = [(name, place.search(text)[0]) for name, text in tracked_texts() if place.search(text)]

    assert hits == []


def test_no_tracked_file_leaves_work_open():
    left_open = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HAC[K])\b")
    hits = [name for name, text in tracked_texts() if left_open.search(text)]

    assert hits == []


# One layer of a real encoder: four matrices of 384 by 384. With fewer bits a number, its output
# would be off by 0.03 rather than by 0.0004.
LARGE = {"book/data/layer.npz": 1_300_000}


def test_tracked_files_are_small():
    sizes = {name: (ROOT / name).stat().st_size for name in tracked()}

    assert {name: n for name, n in sizes.items() if n > LARGE.get(name, 400_000)} == {}
    assert {n: size for n, size in sizes.items() if n.endswith(".py") and size > 24_000} == {}


def test_nothing_that_is_made_is_tracked():
    made = re.compile(
        r"(^|/)(_build|dist|node_modules|\.venv|__pycache__|\.ipynb_checkpoints)/"
        r"|gradebook\.db|\.ipynb$|^attention_lab/fixtures/.*\.(npz|json)$"
    )

    assert [name for name in tracked() if made.search(name)] == []
