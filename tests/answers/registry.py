"""The registry that the corpora of answers fill: for each exercise, the answers to it."""

from collections import defaultdict


class Answers(defaultdict):
    """For each exercise's name, a list of functions that answer it."""

    def __init__(self):
        super().__init__(list)

    def to(self, name, *slugs):
        """Return a decorator that files a function as an answer to the exercise `name`.

        Parameters
        ----------
        name : str
            The exercise.
        *slugs : str
            Misconceptions that describe a wrong answer, for one with two mistakes at once.
        """

        def file(function):
            function.slugs = slugs
            self[name].append(function)
            return function

        return file
