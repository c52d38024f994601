import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest

from attention_lab import library as library_module
from attention_lab import load_heads, load_layer, load_library
from solutions import attention, merge_heads, multi_head_attention, split_heads

ROOT = Path(__file__).parents[2]
LIBRARY, HEADS, LAYER = (
    ROOT / "book" / "data" / f"{name}.npz" for name in ("library", "heads", "layer")
)
SOURCE = tomllib.loads((ROOT / "tools" / "books.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture(scope="module")
def heads():
    return load_heads()


@pytest.mark.parametrize(
    ("path", "limit"), [(LIBRARY, 150_000), (HEADS, 250_000), (LAYER, 1_250_000)]
)
def test_data_file_is_small_and_holds_no_pickle(path, limit):
    assert path.stat().st_size < limit
    with np.load(path, allow_pickle=False) as data:
        assert all(data[name].dtype.kind in "fiuU" for name in data.files)


@pytest.mark.parametrize("path", [LIBRARY, HEADS, LAYER])
def test_data_file_carries_no_time_of_making(path):
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_library_has_what_the_course_promises(library):
    n_books, n_questions = len(library), len(library.questions)

    assert n_books >= 40
    assert n_questions >= 48
    assert library.vectors.shape == (n_books, 384)
    assert library.question_vectors.shape == (n_questions, 384)
    for name in ("titles", "short_titles", "authors", "dates", "descriptions", "years"):
        assert len(getattr(library, name)) == n_books
    assert library.answers.shape == (n_questions,)
    assert set(library.answers) == set(range(n_books)), "a book that no question asks for"


def test_library_file_says_what_its_source_says(library):
    books = SOURCE["book"]

    assert library.titles == [book["title"] for book in books]
    assert library.descriptions == [book["description"] for book in books]
    assert library.questions == [q for book in books for q in book["questions"]]


def test_every_row_is_finite_and_has_length_one():
    with np.load(LIBRARY) as data:
        for name in ("vectors", "question_vectors"):
            stored = data[name].astype(float)
            np.testing.assert_allclose(np.linalg.norm(stored, axis=1), 1, atol=1e-3)
    loaded = load_library()
    for rows in (loaded.vectors, loaded.question_vectors):
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-12)


def test_titles_and_questions_are_told_apart_and_short_enough(library):
    for texts in (library.titles, library.short_titles, library.questions):
        assert len(set(texts)) == len(texts)
    assert max(map(len, library.short_titles)) <= 17
    assert all(10 <= len(text.split()) <= 22 for text in library.descriptions)
    assert not set(library.questions) & set(library.descriptions)


def test_best_match_is_the_intended_book_except_for_the_known_misses(library):
    assert [library.questions[i] for i in library.misses()] == SOURCE["known_misses"]
    assert len(library.misses()) <= 0.1 * len(library.questions)


def test_words_in_common_would_miss_books_that_the_best_match_finds(library):
    def words(text):
        small = {"a", "an", "and", "at", "for", "in", "is", "of", "or", "the", "to", "who", "with"}
        return set(text.lower().strip("?.").split()) - small

    missed = set(library.misses())
    found_without_a_common_word = [
        question
        for i, (question, book) in enumerate(zip(library.questions, library.answers, strict=True))
        if i not in missed
        and not words(question) & words(f"{library.titles[book]} {library.descriptions[book]}")
    ]

    assert len(found_without_a_common_word) >= 10
    assert "monsters that drink blood" in found_without_a_common_word


def test_question_and_book_are_found_by_name_and_others_name_the_nearest(library):
    number = library.questions.index("living alone in the woods")

    np.testing.assert_array_equal(
        library.question("living alone in the woods"), library.question_vectors[number]
    )
    assert library.book("Walden") == library.titles.index("Walden")
    assert library.book("20,000 Leagues") == library.short_titles.index("20,000 Leagues")
    with pytest.raises(KeyError, match="living alone in the woods"):
        library.question("Living alone in woods")
    with pytest.raises(KeyError, match="Moby-Dick"):
        library.book("moby dick")
    with pytest.raises(KeyError, match=r"library\.titles"):
        library.book("qqqqq")


def test_a_changed_library_does_not_change_the_next_one():
    load_library().vectors[:] = 0

    assert np.any(load_library().vectors)


def test_a_missing_file_is_named(monkeypatch, tmp_path):
    (tmp_path / "library.npz").touch()
    monkeypatch.setattr(library_module, "_FOLDERS", (tmp_path,))

    with pytest.raises(FileNotFoundError, match=r"library\.npz is missing"):
        load_library()


def test_heads_have_what_the_course_promises(heads):
    assert len(heads.sentences) == 6
    for number, tokens in enumerate(heads.sentences):
        n = len(tokens)
        assert 6 <= n <= 14
        assert (tokens[0], tokens[-1]) == ("[CLS]", "[SEP]")
        assert heads.weights(number).shape == (6, 12, n, n)
        np.testing.assert_allclose(heads.weights(number).sum(axis=-1), 1, rtol=1e-12)
        assert [rows.shape for rows in heads.qkv(number)] == [(n, 384)] * 3
    with pytest.raises(KeyError, match=r"heads\.texts"):
        heads.weights("no such sentence")


def test_the_learners_multi_head_attention_is_the_encoders(heads):
    for sentence in heads.texts:
        Q, K, V = (split_heads(rows, heads.num_heads) for rows in heads.qkv(sentence))
        output, weights = attention(Q, K, V)
        np.testing.assert_allclose(weights, heads.weights(sentence)[heads.layer], atol=1e-3)
        np.testing.assert_allclose(merge_heads(output), heads.context(sentence), atol=4e-3)


def widened(layer):
    """Return the layer's matrices with the biases in: a row for a 1, and a thirteenth head."""
    width = 384 + 384 // layer.num_heads
    wide = {role: np.zeros((width, width)) for role in "QKVO"}
    for role, matrix in wide.items():
        matrix[:384, :384] = getattr(layer, f"W_{role}")
        matrix[384, :384] = getattr(layer, f"b_{role}")
    wide["V"][384, 384] = 1
    return wide.values()


def test_multi_head_attention_computes_a_layer_of_the_encoder(heads):
    layer = load_layer()

    assert layer.texts == heads.texts
    for sentence in layer.texts:
        X = np.pad(layer.X(sentence), ((0, 0), (0, 32)))
        X[:, 384] = 1
        output, weights = multi_head_attention(X, X, *widened(layer), layer.num_heads + 1)
        np.testing.assert_allclose(weights[:12], heads.weights(sentence)[heads.layer], atol=1e-3)
        np.testing.assert_allclose(output[:, :384], layer.output(sentence), atol=1e-3)
    with pytest.raises(KeyError, match=r"layer\.texts"):
        layer.X("no such sentence")


def test_heads_show_the_patterns_that_the_book_tells_of(heads):
    for number, tokens in enumerate(heads.sentences):
        weights, after = heads.weights(number), np.arange(1, len(tokens))
        assert weights[0, 2, after, after - 1].min() > 0.99, "previous token"
        assert weights[1, 8, after - 1, after].mean() > 0.5, "next token"
        assert weights[2, 7, 1:-1, 0].mean() > 0.8, "[CLS] as a resting place"
    it, book = 9, 5
    assert heads.weights("Anna lent me a book and I lost it")[3, 1, it].argmax() == book
    cat, dog = 2, 5
    undecided = heads.weights("the cat saw the dog and it ran")[5, 11, 7]
    assert abs(undecided[cat] - undecided[dog]) < 0.02 < 0.3 < undecided[dog]
