"""Run the attacks on classes, and look at what each has done to its neighbours.

An attack on a class is one file of ``tests/hostile_classes``, in the form of `hostile`. Its parts
called ``build`` know more names: ``learner`` and ``submitted``, the folders above ``folder``,
``course``, the one around it all, and ``neighbour``, where an honest learner has handed in. A part
called ``again`` is run as they are, between the first run of the grader and the second.

Further keys, all optional: ``learner`` (a Python string, where the name is part of the attack),
``then`` (what is fair after the second run), ``shows``, ``hides`` and ``says`` (regular
expressions: what the attacker's page must and must not hold, and what the grader must have said),
``limit`` (seconds that the attack may take in all) and ``alone`` (yes, where it needs a class of
five). The others of a family attack a class together; should that class come to harm, each attacks
one alone.
``points`` may be ``none``: no mark is fair, where ``says`` is heard. Honest controls have
``control: yes``.
"""

import ast
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..paths import ROOT
from . import classroom, observing, stored
from .hostile import contents, head_and_parts
from .watching import CHAPTER

CORPUS = ROOT / "tests" / "hostile_classes"
FAMILIES = (
    "links",
    "odd files",
    "rendering",
    "judge memory",
    "neighbours",
    "names",
    "archives",
    "second run",
)
MAX_MEGABYTES = 500  # of one trusted process
MAX_PAGE = 16 << 20
MAX_KEPT = 40 << 20  # for an attacker: the graded copy, the page and what lies beside them
LIMIT = 30.0  # seconds that an attack may take in all, where its file says nothing else
GRACE = 30.0
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNMARKED = "none"


@dataclass(frozen=True)
class ClassAttack:
    """One file of the corpus; see the module's text for what its keys mean."""

    name: str
    title: str
    family: str
    base: str
    points: float | None
    then: float | None
    parts: tuple
    learner: str
    again: tuple = ()
    shows: str = ""
    hides: str = ""
    says: str = ""
    limit: float = LIMIT
    alone: bool = False
    control: bool = False


@dataclass(frozen=True)
class Verdict:
    """What an attack on a class came to.

    Attributes
    ----------
    points : float or None
        The mark in the gradebook after the first run, or the second where only that is not fair.
    touched : tuple of str
        "marks" and "pages" of neighbours; "page", the attacker's own, where it is missing, too
        large, runs something or is not as the file wants it; "secrets" of others in what the
        attacker gets; "submission", where something handed in has changed; "files", "network" and
        "processes" of the machine; "stores", where what is kept for the attacker is no plain file
        or too large; "memory", "clock", "status" and "terminal" of the command; "said", where it
        has not said what it should; "mark again", where the second run gives another mark than is
        fair, "graded again", where it marks what has not changed, and the others with "again".
    seconds, waited : float
        What the first run took; and how much longer than alone it was before the last neighbour
        had a mark, as a ratio.
    megabytes, grown : float
        The largest trusted process, and by how much it is larger than without the attack.
    page : int
        The bytes of the attacker's page.
    said : str
        What the grader has said.
    """

    attack: ClassAttack
    points: float | None
    touched: tuple
    seconds: float
    waited: float
    megabytes: float
    grown: float
    page: int
    said: str = ""

    @property
    def good(self):
        """Whether the mark is fair and nothing was touched."""
        return self.points == self.attack.points and not self.touched


def read(path):
    """Return the `ClassAttack` in a file.

    Raises
    ------
    ValueError
        If its head is not complete.
    """
    keys, parts = head_and_parts(path, FAMILIES)
    points, name = _points(keys["points"]), Path(path).stem
    return ClassAttack(
        name,
        keys["attack"],
        keys["family"],
        keys["base"],
        points,
        _points(keys["then"]) if "then" in keys else points,
        tuple(part for part in parts if part[0] != "again"),
        ast.literal_eval(keys["learner"]) if "learner" in keys else name.replace("_", "-"),
        tuple(text for part, text in parts if part == "again"),
        **{name: keys.get(name, "") for name in ("shows", "hides", "says")},
        limit=float(keys.get("limit", LIMIT)),
        alone=keys.get("alone") == "yes",
        control=keys.get("control") == "yes",
    )


def _points(text):
    return None if text == _UNMARKED else float(text)


def corpus():
    """Return every attack on a class, by family, honest controls first."""
    attacks = [read(path) for path in sorted(CORPUS.glob("*.py"))]
    return sorted(attacks, key=lambda one: (FAMILIES.index(one.family), not one.control))


class Proof:
    """Runs attacks on classes, each on a copy of one that was graded alone first.

    Parameters
    ----------
    watch : Watch
        Looks after what lies outside the course.

    Raises
    ------
    RuntimeError
        If the honest class alone is not graded as it should be.
    """

    def __init__(self, watch):
        self._watch, self._count = watch, 0
        self._place = tempfile.mkdtemp(prefix="classes-")
        self._room = classroom.new_classroom(Path(self._place, "class"), watch)
        room, _ = self._joined(())
        self._alone = observing.grade(room.root, CHAPTER, longest=120)
        self._pages = {name: room.page(name) for name in room.words}
        fair = {one.name: one.points for one in classroom.NEIGHBOURS}
        if self._alone.status or room.marks() != fair or None in self._pages.values():
            raise RuntimeError(f"the honest class was not graded as it should:\n{self._alone.text}")
        self._active = stored.active(self._pages[classroom.NEIGHBOURS[0].name])

    def close(self):
        """Take the courses away."""
        classroom.take_away(self._place)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run_all(self, attacks):
        """Yield each attack's `Verdict`; a family attacks a class together where it can."""
        groups = {}
        for attack in attacks:
            groups.setdefault((attack.family, attack.alone and attack.name), []).append(attack)
        for group in groups.values():
            harm, verdicts = self._run(group)
            if harm and len(group) > 1:
                verdicts = (self._run([attack])[1][0] for attack in group)
            yield from verdicts

    def _joined(self, attacks):
        self._count += 1
        place = Path(self._place, f"class-{self._count}")
        return classroom.joined(self._room, place, attacks, self._watch)

    def _run(self, attacks):
        """Attack a class that is graded twice; return what came to harm, and the verdicts."""
        room, own = self._joined(attacks)
        longest = 3 * self._alone.seconds + GRACE + sum(attack.limit for attack in attacks)
        handed_in = contents(room.submitted)
        first = observing.grade(room.root, CHAPTER, longest=longest)
        harm = self._harm(room, first)
        harm += ["submission"] if contents(room.submitted) != handed_in else []
        marks, graded = room.marks(), room.graded_when()
        seen = [
            self._touched(room, attack, text) for attack, text in zip(attacks, own, strict=True)
        ]
        for attack in attacks:
            classroom.go_on(room, attack)
        second = observing.grade(room.root, CHAPTER, longest=longest)
        harm += [f"{name} again" for name in self._harm(room, second) if name not in harm]
        later = room.marks()
        anew = {name for name, when in room.graded_when().items() if graded.get(name) != when}
        harm += ["graded again"] if anew & set(room.words) else []
        said, waited = f"{first.text}\n{second.text}", self._waited(first)
        verdicts = []
        for attack, text, (touched, size) in zip(attacks, own, seen, strict=True):
            name = attack.learner
            kept_later = self._kept(room, attack, text)
            touched += [f"{what} again" for what in kept_later if what not in touched]
            for what, happened in (
                ("mark again", marks.get(name) == attack.points and later.get(name) != attack.then),
                ("graded again", name in anew and not attack.again),
                ("said", not re.search(attack.says, said)),
            ):
                touched += [what] if happened else []
            everything = tuple(dict.fromkeys([*harm, *touched]))
            grown = first.megabytes - self._alone.megabytes
            verdicts.append(
                Verdict(
                    attack, marks.get(name), everything, first.seconds, waited, first.megabytes,
                    grown, size, first.text,
                )
            )  # fmt: skip
        return harm, verdicts

    def _harm(self, room, seen):
        """Return what a run has done to others than the attackers."""
        marks, words = room.marks(), room.words.values()
        fair = {one.name: one.points for one in classroom.NEIGHBOURS}
        told = self._watch.told(seen.text) or any(word in seen.text for word in words)
        found = (
            ("marks", any(marks.get(name) != points for name, points in fair.items())),
            ("pages", any(room.page(name) != page for name, page in self._pages.items())),
            ("status", seen.status or "Traceback" in seen.text),
            ("terminal", _CONTROL.search(seen.text)),
            ("memory", seen.megabytes > MAX_MEGABYTES),
            ("clock", seen.late),
            ("processes", seen.left),
            ("secrets", told),
        )
        return [*(name for name, happened in found if happened), *self._watch.touched()]

    def _touched(self, room, attack, own):
        """Return what is wrong with that which is kept for an attacker, and its page's size."""
        page = room.page(attack.learner) or ""
        wrong = (
            (not page and attack.points is not None)
            or len(page) > MAX_PAGE
            or stored.active(page[:MAX_PAGE]) - self._active
            or not re.search(attack.shows, page)
            or (attack.hides and re.search(attack.hides, page))
        )
        return [*self._kept(room, attack, own), *(["page"] if wrong else [])], len(page.encode())

    def _kept(self, room, attack, own):
        """Return whether a secret, or anything odd or large, is kept for an attacker."""
        kept = stored.kept(room.root, attack.learner)
        told = self._watch.told(kept.text, own)
        told = told or any(word in kept.text for word in room.words.values())
        odd = kept.odd or kept.size > MAX_KEPT
        return [*(["secrets"] if told else []), *(["stores"] if odd else [])]

    def _waited(self, seen):
        """Return how much longer than alone the neighbours waited for the last of their marks."""
        alone, here = (
            [run.told_of(one.name) for one in classroom.NEIGHBOURS] for run in (self._alone, seen)
        )
        return max(here) / max(alone) if None not in [*alone, *here] else float("inf")
