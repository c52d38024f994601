"""The instructor's reference: every function of the course in plain NumPy.

One module a chapter; its public functions are the chapter's exercises. Nothing here may reach a
learner before the chapter is over; ``tests/test_house.py`` holds that.
"""

from . import attention, library, multihead, projection, scaling, scoring, softmax

_FUNCTIONS = {
    name: value
    for module in (library, projection, scoring, scaling, softmax, attention, multihead)
    for name, value in vars(module).items()
    if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
}
globals().update(_FUNCTIONS)  # where a module and its function share a name, this is the function

__all__ = sorted(_FUNCTIONS)
