"""The library: real books and readers' questions, each a row of numbers from a real encoder."""

import difflib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "data", _HERE.parent / "book" / "data")


@dataclass(frozen=True)
class Library:
    """A few dozen public-domain books, and questions that readers might ask for them.

    Book i is ``titles[i]`` and its row is ``vectors[i]``; question j is ``questions[j]`` and its
    row is ``question_vectors[j]``. Every row has length 1, so that the dot product of two rows is
    the cosine of the angle between them. The encoder is all-MiniLM-L6-v2 (Reimers and Gurevych
    2019; Wang et al. 2020); it read the descriptions, not the books.

    Attributes
    ----------
    titles, short_titles, authors, dates, descriptions : lists of str, one entry a book
        `short_titles` are for labels; `dates` say where a year is not known exactly.
    years : integer array of shape (n_books,)
        Years before our era are negative.
    vectors : array of shape (n_books, 384)
        One row a book.
    questions : list of str, one entry a question
    question_vectors : array of shape (n_questions, 384)
        One row a question.
    answers : integer array of shape (n_questions,)
        The number of the book that each question was written for.
    provenance : dict of str
        Which encoder, which versions, which licence.
    """

    titles: list
    short_titles: list
    authors: list
    years: np.ndarray
    dates: list
    descriptions: list
    vectors: np.ndarray
    questions: list
    question_vectors: np.ndarray
    answers: np.ndarray
    provenance: dict

    def __len__(self):
        return len(self.titles)

    def __repr__(self):
        return f"<Library: {len(self)} books, {len(self.questions)} questions>"

    def question(self, text):
        """Return the row, shape (384,), of the stored question with exactly this text.

        Raises
        ------
        KeyError
            If there is no such question; the message names the nearest ones.
        """
        return self.question_vectors[_find(text, self.questions, "question")]

    def book(self, title):
        """Return the number of the book with this title, or with this short title.

        Raises
        ------
        KeyError
            If there is no such book; the message names the nearest ones.
        """
        if title in self.short_titles:
            return self.short_titles.index(title)
        return _find(title, self.titles, "book")

    def misses(self):
        """Return the numbers of the questions whose best match is not the intended book.

        Returns
        -------
        list of int
        """
        best = (self.question_vectors @ self.vectors.T).argmax(axis=1)
        return np.flatnonzero(best != self.answers).tolist()


def load_library():
    """Return the course's `Library`, read anew from its file.

    Raises
    ------
    FileNotFoundError
        If the file library.npz is missing or empty.
    """
    data = read_data("library.npz")
    lists = ("titles", "short_titles", "authors", "dates", "descriptions", "questions")
    return Library(
        **{name: data[name].tolist() for name in lists},
        years=data["years"].astype(int),
        answers=data["answers"].astype(int),
        vectors=_unit_rows(data["vectors"]),
        question_vectors=_unit_rows(data["question_vectors"]),
        provenance=dict(line.split(": ", 1) for line in data["provenance"].tolist()),
    )


def read_data(name):
    """Return the arrays of one of the course's data files as a dict.

    Raises
    ------
    FileNotFoundError
        If the file is missing or empty.
    """
    for folder in _FOLDERS:
        path = folder / name
        if path.is_file() and path.stat().st_size:
            with np.load(path, allow_pickle=False) as data:
                return dict(data)
    raise FileNotFoundError(
        f"{name} is missing: it belongs in {_FOLDERS[0]}. Install attention_lab again, "
        "or run the script under tools/ that makes the file."
    )


def _unit_rows(stored):
    """Rows of float16 to rows of float64, of length 1 again."""
    rows = stored.astype(np.float64)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _find(text, choices, kind):
    if text in choices:
        return choices.index(text)
    by_lower_case = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(str(text).lower(), by_lower_case, n=3, cutoff=0.4)
    named = " or ".join(repr(by_lower_case[choice]) for choice in near)
    where = {"book": "library.titles", "question": "library.questions"}[kind]
    hint = f"do you mean {named}?" if near else f"see {where}."
    raise KeyError(f"the library has no {kind} {text!r}: {hint}")
