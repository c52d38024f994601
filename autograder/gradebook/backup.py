"""Copy a gradebook as one consistent file, whoever is writing to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from ..chapters.release import course_config
from ..errors import CourseError


def back_up(root, target):
    """Copy a course's gradebook with SQLite's online backup.

    Parameters
    ----------
    root : path-like
        nbgrader's course root.
    target : Path
        Where to write it; an existing file is left as it is.

    Returns
    -------
    int
        How many submissions the copy holds.

    Raises
    ------
    CourseError
        If there is no gradebook, it is not an SQLite file, or the copy cannot be written.
    """
    url = make_url(CourseDirectory(config=course_config(root)).db_url)
    if url.get_backend_name() != "sqlite":
        raise CourseError(
            f"The gradebook is on {url.get_backend_name()}; copy it with that server's own tool, "
            "for PostgreSQL pg_dump."
        )
    source = Path(url.database)
    if not source.is_file():
        raise CourseError(f"There is no gradebook at {source}; `make release` makes one.")
    target = Path(target)
    if target.exists():
        raise CourseError(f"{target} exists already; nothing was copied. Name another file.")
    building = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(building)) as copy,
        ):
            live.backup(copy)
            count = _checked(copy)
        os.link(building, target)  # fails where a file has appeared since
    except (OSError, sqlite3.Error) as error:
        raise CourseError(f"The gradebook could not be copied to {target}: {error}") from error
    finally:
        building.unlink(missing_ok=True)
    return count


def _checked(copy):
    """Return the number of submissions in a copy that SQLite finds intact."""
    (state,) = copy.execute("PRAGMA integrity_check").fetchone()
    if state != "ok":
        raise sqlite3.DatabaseError(f"the gradebook is damaged ({state})")
    return copy.execute("SELECT count(*) FROM submitted_assignment").fetchone()[0]
