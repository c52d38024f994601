"""The registry that the corpora of answers fill: for each exercise, the answers to it."""

from collections import defaultdict


class Answers(defaultdict):
    """For each exercise's name, a list of functions that answer it."""

    def __init__(self):
        super().__init__(list)

    def to(self, name):
        """Return a decorator that files a function as an answer to the exercise `name`."""

        def file(function):
            self[name].append(function)
            return function

        return file
