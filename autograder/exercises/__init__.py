"""One definition of each check, used for grading, for the instant check and for the proof."""

from importlib import import_module

_MODULES = ("library", "projection", "scoring", "scaling", "softmax", "attention", "multihead")


def _load():
    """Return every check in course order; a chapter's module lists its own as ``CHECKS``."""
    checks = {}
    for module in _MODULES:
        found = import_module(f"{__name__}.{module}")
        checks.update({check.name: check for check in found.CHECKS})
    return checks


CHECKS = _load()
CHAPTERS = {}
for _check in CHECKS.values():
    CHAPTERS[_check.chapter] = (*CHAPTERS.get(_check.chapter, ()), _check.name)

__all__ = ["CHAPTERS", "CHECKS"]
