"""Look at what was handed in, and at nothing else.

The folder of submissions is the course's own. Whatever lies below it was put there by a learner, or
by a tool that unpacked what a learner has sent, so no component below it is trusted: each is opened
by its name within the one above it, and never through a symbolic link. Paths may be as long and
folders as deep as they like; only so many entries are looked at.
"""

import hashlib
import mmap
import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice

from ..sandbox.inside.values import clean

MAX_FILE = 200 << 20
MAPPED_FILE = 4 << 20  # a longer file is mapped, not read
MAX_FILES = 200
MAX_ENTRIES = 2_000  # of one folder
MAX_DEPTH = 12
SHOWN_NAME = 100

_FOLDER = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_DIRECTORY", 0)
_FILE = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Unreadable(Exception):
    """What was handed in is not a notebook; the text ends a sentence that says why."""


@dataclass(frozen=True)
class Folder:
    """A folder that was handed in.

    Attributes
    ----------
    root : str
        The folder above that is the course's own, and may be a link.
    parts : tuple of str
        The names below it, none of which may be one.
    """

    root: str
    parts: tuple = ()

    def __fspath__(self):
        return os.path.join(self.root, *self.parts)

    @classmethod
    def at(cls, path):
        """Return a path as a `Folder`; one that is given by somebody is that person's choice."""
        return path if isinstance(path, cls) else cls(os.fspath(path))

    @contextmanager
    def opened(self):
        """Give a descriptor of the folder.

        Raises
        ------
        Unreadable
            If there is no such folder, or there is a link on the way.
        """
        descriptor = _open(self.root, _FOLDER)
        try:
            for part in self.parts:
                below = _enter(descriptor, part)
                os.close(descriptor)
                descriptor = below
            yield descriptor
        finally:
            os.close(descriptor)

    def files(self, hidden=False):
        """Return the names of the files in the folder and its folders, nearest first.

        Links are named, and not followed. What is too much, or too deep, is left out.
        """
        found = [("/".join(parts), status) for parts, status in self._walk()]
        kept = [name for name, _ in found if hidden or not _passed_over(name)]
        return sorted(kept, key=lambda name: (name.count("/"), name))

    def fingerprint(self):
        """Return a text that changes when anything in the folder does: names, sizes and times.

        The files are not opened, so that it costs the same whatever they are.
        """
        seen = hashlib.sha256()
        try:
            found = sorted(("/".join(parts), status) for parts, status in self._walk())
        except Unreadable as error:
            return hashlib.sha256(f"{error}".encode()).hexdigest()
        for name, status in sorted(found, key=lambda one: (one[0].count("/"), one[0])):
            line = f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0"
            seen.update(line.encode("utf-8", "replace"))
        return seen.hexdigest()

    def has(self, name):
        """Whether there is anything of this name in the folder."""
        with self.opened() as folder:
            return _status(folder, name) is not None

    def read(self, name, most=MAX_FILE):
        """Return a file's bytes and sentences about what is odd about it.

        Parameters
        ----------
        name : str
            Its name in the folder, with "/" between folders.
        most : int
            The most bytes that it may have.

        Returns
        -------
        (bytes or mmap, list of str)

        Raises
        ------
        Unreadable
            If it is not a regular file, or does not exist.
        """
        *within, last = name.split("/")
        with Folder(self.root, (*self.parts, *within)).opened() as folder:
            place = os.fstat(folder)
            status = _status(folder, last)
            if status is None:
                raise Unreadable("there is no such file")
            if stat.S_ISLNK(status.st_mode):
                raise Unreadable("it is a link, and links are not followed")
            descriptor = _open(last, _FILE | _NO_LINK, folder)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise Unreadable("it is a folder, not the notebook in it")
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is not a file")
            if status.st_size > most:
                raise Unreadable(f"it is larger than {_megabytes(most)}")
            return _content(descriptor, status.st_size, most), _odd(status, place)
        except OSError as error:
            raise Unreadable(f"it could not be read ({error.strerror})") from error
        finally:
            os.close(descriptor)

    def _walk(self):
        """Yield (names, status) of all that is not a folder, up to a number and a depth."""
        waiting, seen = [()], 0
        while waiting and seen <= MAX_FILES:
            within = waiting.pop(0)
            try:
                with Folder(self.root, (*self.parts, *within)).opened() as folder:
                    found = _entries(folder)
            except Unreadable:
                if not within:
                    raise
                continue
            seen += 1
            for name, status in found:
                if stat.S_ISDIR(status.st_mode):
                    if not name.startswith(".") and len(within) < MAX_DEPTH:
                        waiting.append((*within, name))
                elif seen <= MAX_FILES:
                    seen += 1
                    yield (*within, name), status


def handed_in(root, template, assignment):
    """Return the learners' folders for an assignment, by learner.

    What lies where such a folder is expected is one, whatever it is: a link or a file is
    reported when it is read.

    Parameters
    ----------
    root : str
        The folder of submissions.
    template : tuple of str
        What is below it, such as ``("{student_id}", "{assignment_id}")``.
    assignment : str
        Its name.
    """
    found = {}
    places = [((), None)]
    for pattern in template:
        pattern = pattern.replace("{assignment_id}", assignment)
        places = [
            ((*parts, name), learner if learner is not None else new)
            for parts, learner in places
            for name, new in _matching(Folder(root, parts), pattern)
        ]
    for parts, learner in places:
        if learner is not None:
            found.setdefault(learner, Folder(root, parts))
    return dict(sorted(found.items()))


def entries(path, most=MAX_ENTRIES):
    """Return (name, status) for what is in a folder, sorted by name; nothing if it is not one."""
    with suppress(Unreadable), Folder.at(path).opened() as folder:
        return [one for one in _entries(folder, most) if not one[0].startswith(".")]
    return []


def shown(text, longest=SHOWN_NAME):
    """Return a learner's name or text, made safe for a message: short, and on one line."""
    return " ".join(clean(text, longest).split())


def _matching(folder, pattern):
    """Yield (name, learner) for what a pattern fits in a folder, or in what a link leads to."""
    before, placeholder, after = pattern.partition("{student_id}")
    if not placeholder:
        yield from _there(folder, pattern)
        return
    try:
        with folder.opened() as descriptor:
            names = [name for name, _ in _entries(descriptor, None)]
    except Unreadable:
        return
    for name in names:
        learner = name[len(before) : len(name) - len(after)]
        fits = name == before + learner + after and not name.startswith(".")
        if fits and learner:
            yield name, learner


def is_text(name):
    """Whether the gradebook can hold a name."""
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _there(folder, name):
    """Yield (name, None) if something of this name is in a folder.

    A learner's folder that is a link to a folder has handed something in, if only that link.
    """
    try:
        if folder.has(name):
            yield name, None
    except Unreadable:
        if os.path.islink(folder) and os.path.isdir(folder):
            yield name, None


def _open(name, flags, folder=None):
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        raise Unreadable(f"it could not be opened ({error.strerror})") from error


def _enter(folder, name):
    """Return a descriptor of a folder within an open one."""
    status, told = _status(folder, name), shown(name)
    if status is None:
        raise Unreadable(f"there is no folder “{told}”")
    if stat.S_ISLNK(status.st_mode):
        raise Unreadable(f"“{told}” is a link, and links are not followed")
    if not stat.S_ISDIR(status.st_mode):
        raise Unreadable(f"“{told}” is not a folder")
    return _open(name, _FOLDER | _NO_LINK, folder)


def _status(folder, name):
    """Return the status of an entry of a folder, or None if there is none."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"“{shown(name)}” could not be looked at ({error.strerror})") from error


def _entries(folder, most=MAX_ENTRIES):
    """Return (name, status) for the entries of an open folder, sorted by name."""
    found = []
    with suppress(OSError), os.scandir(folder) as entries_:
        for entry in islice(entries_, most):
            with suppress(OSError):  # it may have gone meanwhile
                found.append((entry.name, entry.stat(follow_symlinks=False)))
    return sorted(found, key=lambda one: one[0])


def _content(descriptor, size, most):
    if size > MAPPED_FILE:
        return mmap.mmap(descriptor, size, access=mmap.ACCESS_READ)
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(min(most, MAPPED_FILE))


def _odd(status, place):
    """Return sentences on a file that may be somebody else's."""
    notes = []
    if status.st_nlink > 1:
        notes.append(
            f"The file has {status.st_nlink} names on this machine (hard links), so another folder "
            "may hold the same one."
        )
    if status.st_uid != place.st_uid:
        notes.append("The file belongs to another user of this machine than its folder.")
    return notes


def _passed_over(name):
    last = name.rpartition("/")[2]
    return last.startswith(".") or last == "timestamp.txt"


def _megabytes(count):
    return f"{count >> 20} MB" if count >= 1 << 20 else f"{count} bytes"
