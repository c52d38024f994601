"""What a notebook needs to see of this machine: Python and a handful of packages.

The course's other parts are not on the list, so that they have no name in the jail: neither the
reference, nor the checks, nor the gradebook or anybody's submission.
"""

import glob
import importlib.metadata
import os
import re
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from packaging.requirements import Requirement

import attention_lab
from attention_lab.checking.describing.undefined import IMPORTABLE

from .inside.entry import INSIDE

PACKAGES = IMPORTABLE
COURSE = "/course"
_PYTHON, _SITE = "/python", "/python/packages"
_SITES = ("site-packages", "dist-packages")
_LINKER_CACHE = "/etc/ld.so.cache"
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
_ENVIRONMENT = {
    "COLUMNS": "80",
    "LINES": "24",
    "LANG": "C.UTF-8",
    "NBGRADER_EXECUTION": "autograde",
    "MPLBACKEND": "agg",
    # One thread each: the class is graded in parallel, and a process with threads cannot be forked.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    # Each arena reserves 64 MB of address space, and the ninth thread would have none left.
    "MALLOC_ARENA_MAX": "2",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


def environment(scratch):
    """Return the environment variables of a notebook's process, all of them."""
    places = ("HOME", "TMPDIR", "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR")
    return {**_ENVIRONMENT, **dict.fromkeys(places, scratch)}


@lru_cache
def distributions():
    """Return the names of `PACKAGES` and of all that they require on this machine."""
    found, wanted = {}, list(PACKAGES)
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for text in found[name].requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                wanted.append(requirement.name)
    return found


@lru_cache
def packages():
    """Return the files and folders of these distributions, as absolute paths."""
    paths = set()
    for distribution in distributions().values():
        for file in distribution.files or ():
            if file.parts[0] != ".." and file.parts[0] != "__pycache__":
                paths.add(os.path.join(distribution.locate_file(""), file.parts[0]))
    return tuple(sorted(path for path in paths if os.path.exists(path)))


def standard_library():
    """Return the folders of the interpreter's own modules."""
    dynamic = [path for path in sys.path if os.path.basename(path) == "lib-dynload"]
    return (sysconfig.get_path("stdlib"), *dynamic)


def others_packages():
    """Return the folders in which the interpreter keeps packages that are none of its own."""
    library = sysconfig.get_path("stdlib")
    around = [library, *glob.glob(os.path.join(os.path.dirname(library), "python*"))]
    found = [os.path.join(place, name) for place in around for name in _SITES]
    return tuple(path for path in dict.fromkeys(found) if os.path.isdir(path))


def import_path():
    """Return the import path of a notebook's process, without the course's package."""
    sites = dict.fromkeys(os.path.dirname(path) for path in packages())
    return [*standard_library(), *sites]


def shared_libraries():
    """Return where compiled modules may look for shared libraries."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    folders = [f"/lib/{triplet}", f"/usr/lib/{triplet}"] if triplet else []
    folders += ["/lib64", "/usr/lib64", "/nix/store", _LINKER_CACHE]
    return tuple(path for path in folders if os.path.exists(path))


def own_libraries():
    """Return the interpreter's own folder of shared libraries, in a tuple; often there is none."""
    own = os.path.join(sys.base_prefix, "lib")
    return (own,) if sys.base_prefix != "/usr" and os.path.isdir(own) else ()


def course_files():
    """Return what of the course is seen, as pairs: the path here, and below the course's folder."""
    package = Path(attention_lab.__file__).parent
    pairs = [(str(package), "attention_lab")]
    data = package.parent / "book" / "data"
    if data.is_dir():
        pairs.append((str(data), "book/data"))
    return pairs


class Jail:
    """What the jail's root holds, under names that tell nothing of this machine.

    Attributes
    ----------
    binds : list of (str, str)
        The path here and the path there.
    hidden : list of str
        Folders there that are seen empty.
    interpreter : str
        Python, there.
    import_path : list of str
        Where notebooks' processes import from, there.
    environment : dict of str
        What the interpreter needs to start there.
    """

    def __init__(self):
        names = dict.fromkeys(own_libraries(), f"{_PYTHON}/lib")
        names |= {path: _within_python(path) for path in standard_library()}
        self.import_path = [names[path] for path in standard_library()]
        self.import_path += [_SITE, COURSE]
        self.interpreter = f"{_PYTHON}/bin/python3"
        names[sys.executable] = self.interpreter
        names |= {path: path for path in shared_libraries()}
        names |= {path: f"{_SITE}/{os.path.basename(path)}" for path in packages()}
        names |= {path: f"{COURSE}/{name}" for path, name in course_files()}
        names |= {path: path for path in _DEVICES if os.path.exists(path)}
        names[str(Path(__file__).parent / "inside")] = INSIDE
        self.binds = [(os.path.realpath(path), name) for path, name in names.items()]
        self.hidden = [_within_python(path) for path in others_packages()]
        self.environment = {"LD_LIBRARY_PATH": f"{_PYTHON}/lib"} if own_libraries() else {}


def readable():
    """Return what stays readable, by its path here, to a process that has no root of its own."""
    paths = [*shared_libraries(), *packages(), *standard_library()[1:]]
    paths += [path for path in _DEVICES if os.path.exists(path)]
    # The interpreter's folders, but for the packages in them.
    folders, others = [*own_libraries(), standard_library()[0]], set(others_packages())
    holding = {os.path.dirname(path) for path in others} | set(folders)
    for folder in folders:
        inner = (os.path.join(folder, name) for name in os.listdir(folder))
        paths += [path for path in inner if path not in others | holding]
    return paths + [path for path, _ in course_files()]


def _within_python(path):
    """Return the name in the jail of a folder of the interpreter's."""
    inner = os.path.relpath(path, sys.base_prefix)
    return f"{_PYTHON}/lib/{os.path.basename(path)}" if inner[:2] == ".." else f"{_PYTHON}/{inner}"
