"""Chapter 1's widget, also on the front page: the shelf."""

import numpy as np

from attention_lab.library import load_library
from attention_lab.widgets.base import Explorer

QUESTIONS = (
    "living alone in the woods",
    "a story about the sea",
    "monsters that drink blood",
    "solving a murder mystery",
    "love and marriage",
    "why are living things so well adapted?",
    "insects",
    "where can I learn geometry?",
    "what happens in our minds while we sleep?",
    "how to win battles",
    "what is a fair society?",
    "a former slave tells his story",
    "a dream world where nothing makes sense",
)
NUMBERS = 24
START = 40  # where the slider begins, from 0 for one book to 100 for all


class ShelfExplorer(Explorer):
    """A reader asks, every book lights up by its match, and a slider blends what is read.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``hard_lookup`` and ``blend``.
    questions : sequence of str
        Stored questions to offer, the first one to start with.
    predict : bool
        Whether to ask for a prediction before the first answer.

    Raises
    ------
    KeyError
        If the library has no such question.
    """

    title = "The shelf"
    caption = (
        "A reader asks for a book about living alone in the woods. Each book is filled as far as "
        "it is read; the shares together make one whole."
    )
    takes = ("hard_lookup", "blend")

    def __init__(self, *functions, questions=QUESTIONS, predict=True, **named):
        library = load_library()
        self._queries = np.array([library.question(text) for text in questions])
        self._keys = library.vectors
        # Rounded, because the page and Python must blend the same numbers.
        self._values = library.vectors[:, :NUMBERS].round(3)
        settings = {
            "questions": list(questions),
            "titles": list(library.titles),
            "labels": list(library.short_titles),
            "authors": list(library.authors),
            "scores": (self._queries @ self._keys.T).round(4).tolist(),
            "rows": self._values.tolist(),
            "first": predict,
            "start": START,
        }
        super().__init__(*functions, settings=settings, **named)

    def prepare(self, name, args, kwargs):
        """Put in the vectors, which the page does not have: it sends a question's number."""
        if name == "hard_lookup":
            return [self._queries[args[0]], self._keys, self._values], kwargs
        return [args[0], self._values], kwargs
