"""What a notebook needs to see of this machine: Python and a handful of packages.

The course's other parts are not on the list, so that they have no name in the jail: neither the
reference, nor the checks, nor the gradebook or anybody's submission.
"""

import importlib.metadata
import os
import re
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from packaging.requirements import Requirement

import attention_lab

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipython")
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


def import_path():
    """Return the import path of a notebook's process, without the course's package."""
    sites = dict.fromkeys(os.path.dirname(path) for path in packages())
    return [*standard_library(), *sites]


def shared_libraries():
    """Return where compiled modules may look for shared libraries."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    folders = [f"/lib/{triplet}", f"/usr/lib/{triplet}"] if triplet else []
    folders += ["/lib64", "/usr/lib64", "/nix/store", _LINKER_CACHE]
    prefix = os.path.join(sys.base_prefix, "lib")
    if sys.base_prefix != "/usr":
        folders.append(prefix)
    return tuple(path for path in folders if os.path.exists(path))


def course_files():
    """Return what of the course is seen, as pairs: the path here, and below the course's folder."""
    package = Path(attention_lab.__file__).parent
    pairs = [(str(package), "attention_lab")]
    data = package.parent / "book" / "data"
    if data.is_dir():
        pairs.append((str(data), "book/data"))
    return pairs


def binds(course):
    """Return what the jail's root holds, as pairs: the path here and the path there.

    Parameters
    ----------
    course : str
        Where the learner's package is to be found in the jail.
    """
    paths = [*standard_library(), *shared_libraries(), *packages()]
    paths += [device for device in _DEVICES if os.path.exists(device)]
    pairs = [(os.path.realpath(path), path) for path in paths]
    return pairs + [(path, f"{course}/{name}") for path, name in course_files()]
