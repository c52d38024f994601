"""The engine of the checks: calling, comparing, points, and what may be said."""

import pickle
import re
import sys
import warnings

import numpy as np
import pytest

import solutions
from attention_lab.checking import comparing, stored
from attention_lab.checking.calls import Call, Foreign, Outcome, Seed, run_call
from attention_lab.checking.comparing import DOUBLE, SINGLE, agree, sketch
from attention_lab.checking.verdict import CaseResult, judge, score
from autograder.chapters.baking import bake
from autograder.exercises import CHAPTERS, CHECKS
from autograder.exercises.catalogue import catalogue
from autograder.exercises.record import random_mask
from autograder.exercises.words import ENTRIES, SUBJECTS, sections
from autograder.marking.questions import draw, judge_function, prepare
from autograder.provenance import STORED, digest

X = np.arange(6.0).reshape(2, 3)
SCORES = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 3.0]])


def value(array):
    return Outcome("value", np.asarray(array))


@pytest.fixture(scope="module")
def questions():
    return {name: prepare(check, np.random.default_rng(11)) for name, check in CHECKS.items()}


@pytest.fixture(scope="module")
def baked():
    if stored.made_from() != digest(STORED):
        bake()


# Calling


def test_what_a_function_returns_is_copied_out_of_its_hands():
    kept = X.copy()
    outcome = run_call(lambda x: kept, Call((X,)))
    kept[:] = 0

    assert outcome.kind == "value"
    np.testing.assert_array_equal(outcome.value, X)


def test_an_exception_is_kept_with_its_line():
    def wrong(x):
        shape = x.shape
        return x.reshape(len(shape) + 5)

    outcome = run_call(wrong, Call((X,)))

    assert (outcome.kind, outcome.error) == ("raised", "ValueError")
    assert re.fullmatch(r"line \d+: return x\.reshape\(len\(shape\) \+ 5\)", outcome.line)


@pytest.mark.parametrize("error", [SystemExit, RecursionError, MemoryError, KeyError])
def test_no_exception_of_a_function_escapes(error):
    def wrong(x):
        raise error("no")

    assert run_call(wrong, Call((X,))).error == error.__name__


def test_an_exception_whose_text_cannot_be_had_is_kept_without():
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError

    def wrong(x):
        raise Odd

    outcome = run_call(wrong, Call((X,)))

    assert (outcome.kind, outcome.error, outcome.message) == ("raised", "Odd", "")


def test_a_subclass_of_value_error_counts_as_value_error():
    def wrong(x):
        raise np.linalg.LinAlgError("singular")

    assert run_call(wrong, Call((X,))).error == "ValueError"


def test_printing_and_warning_change_nothing(capsys):
    def loud(x):
        print("here")
        return np.log(x) * 0 + np.divide(x, x)

    outcome = run_call(loud, Call((X,)))

    assert outcome.kind == "value"
    assert capsys.readouterr() == ("", "")


def test_what_is_printed_is_noted_and_a_warning_is_not():
    def warns(x):
        sys.stderr.write("hm")
        warnings.warn("hm", stacklevel=1)

    assert run_call(print, Call((X,))).notes == ("printed",)
    assert run_call(warns, Call((X,))).notes == ()


def test_a_masked_array_is_noted_where_its_mask_hides_something():
    def returns(*values):
        return run_call(lambda: values[0] if len(values) == 1 else values, Call()).notes

    assert returns(np.ma.masked_array(X, X > 3)) == ("masked",)
    assert returns(X, np.ma.masked_array(X, X > 3)) == ("masked",)
    assert returns(np.ma.masked_array(X, X > 9)) == returns(X) == ()


def test_a_raise_of_the_functions_own_is_noted_and_what_it_looks_at_is_not():
    def refuses(x):
        raise ValueError("no")

    def asserts(x):
        assert x is None, "no"

    def looks(x):
        if x.shape % 2:
            raise ValueError("no")

    def asserts_an_array(x):
        assert x

    def numpy_raises(x):
        np.broadcast_to(x, 7)  # raise ValueError

    def odd(x):
        class Odd(Exception):
            __traceback__ = "none"

        raise Odd

    assert (
        run_call(refuses, Call((X,))).notes == run_call(asserts, Call((X,))).notes == ("refused",)
    )
    for other in (looks, asserts_an_array, numpy_raises):
        assert run_call(other, Call((X,))).notes == ()


def test_a_changed_argument_is_named_and_the_original_spared():
    def wrong(x, axis, mask=None):
        x -= 1
        mask[0] = True
        return x

    x, mask = X.copy(), np.zeros(3, dtype=bool)

    assert run_call(wrong, Call((x, 1), {"mask": mask})).mutated == (0, "mask")
    np.testing.assert_array_equal(x, X)


def test_a_seed_becomes_a_fresh_generator_for_each_call():
    call = Call((Seed(5),))
    first, second = (run_call(lambda rng: rng.random(), call) for _ in range(2))

    assert first.value == second.value == np.random.default_rng(5).random()


@pytest.mark.parametrize(
    ("returned", "kept"),
    [
        ([X, X], (X, X)),
        ([1, 2.5], np.array([1, 2.5])),
        ([[1, 2], [3, 4]], (np.array([1, 2]), np.array([3, 4]))),
        (2.5, np.array(2.5)),
        (np.float32(2.5), np.array(2.5)),
        (np.ma.masked_array(X, X > 3), X),
        (np.array([[1.5, 2]], dtype=object), np.array([[1.5, 2]])),
    ],
)
def test_what_is_as_good_as_an_array_or_a_tuple_becomes_one(returned, kept):
    outcome = run_call(lambda: returned, Call())

    assert agree(outcome, Outcome("value", kept), DOUBLE)


@pytest.mark.parametrize(
    ("returned", "name"),
    [
        (["a", "b"], "list of text"),
        (("a", X), "tuple of text"),
        ([["a", "b"], ["c", "d"]], "list of text"),
        (np.array(["a", "b"]), "array of text"),
        ([X, None], "list of None"),
        ((X, (X, X[0])), "tuple of tuple"),
        ((X, [X, X[0]]), "tuple of list"),
        ((X, {}), "tuple of dict"),
        ((X, 1j), "tuple of complex"),
        ([X, X * 1j], "list of complex128"),
        (X * 1j, "array of complex128"),
        (np.array([1.5, None]), "array of None"),
        (np.array([1.5, "a"], dtype=object), "array of objects"),
        ((type("A" * 90, (), {})(),), f"tuple of {'A' * 20}"),
    ],
)
def test_what_spoils_an_array_or_a_tuple_is_kept_by_its_name(returned, name):
    assert run_call(lambda: returned, Call()).value == Foreign(name)


@pytest.mark.parametrize("returned", ["text", {}, (n for n in ()), np.array("a"), 1j, [X, None]])
def test_what_is_no_array_is_kept_by_its_type_only(returned):
    assert isinstance(run_call(lambda: returned, Call()).value, Foreign)


# Comparing


def test_float64_agrees_to_a_hundred_thousandth_and_float32_to_a_thousandth():
    assert comparing.tolerance(Call((X,))) == DOUBLE == (1e-5, 1e-8, None)
    assert comparing.tolerance(Call((X, X.astype(np.float32)))) == SINGLE == (1e-3, 1e-5, None)
    assert agree(value(X * (1 + 9e-6)), value(X), DOUBLE)
    assert not agree(value(X * (1 + 2e-5)), value(X), DOUBLE)


@pytest.mark.parametrize(
    "other", [X[np.newaxis], X.T, X[:, :2], np.array(1.0), X > 2, np.where(X > 2, np.nan, X)]
)
def test_another_shape_or_kind_or_nan_never_agrees(other):
    assert not agree(value(other), value(X), DOUBLE)
    assert not sketch(value(other)).matches(sketch(value(X)), DOUBLE)


def test_numbers_are_no_truths():
    assert not agree(value(np.eye(3)), value(np.eye(3, dtype=bool)), DOUBLE)
    assert agree(value(np.eye(3, dtype=int)), value(np.eye(3)), DOUBLE)


def test_sketches_tell_close_outcomes_apart_and_equal_ones_together():
    rng = np.random.default_rng(0)
    for _ in range(200):
        array = rng.standard_normal((3, 4))
        one = array.copy()
        one[tuple(rng.integers(0, (3, 4)))] += 0.01

        assert sketch(value(array)).matches(sketch(value(array * (1 + 1e-7))), DOUBLE)
        assert not sketch(value(array)).matches(sketch(value(one)), DOUBLE)


def test_a_sketch_sees_where_nan_stands():
    rows = np.ones((3, 3))
    one, two = rows.copy(), rows.copy()
    one[0], two[1] = np.nan, np.nan

    assert sketch(value(one)).matches(sketch(value(one.copy())), DOUBLE)
    assert not sketch(value(one)).matches(sketch(value(two)), DOUBLE)


def test_a_weight_where_nothing_may_be_read_is_exactly_zero():
    wanted, tiny = np.array([0.25, 0, 0.75]), np.array([0.25, 1e-12, 0.75])

    assert agree(value(tiny), value(wanted), DOUBLE)
    assert not agree(value(tiny), value(wanted), DOUBLE._replace(zeros=0))


# Cases


@pytest.mark.parametrize(
    "shape", [(3, 5), (4, 4), (2, 3, 5), (4, 4, 4), (5,), (1, 4), (2, 1, 1, 6)]
)
def test_a_random_mask_cannot_be_taken_for_its_transpose_or_opposite(shape):
    for seed in range(50):
        mask = random_mask(np.random.default_rng(seed), *shape)

        assert mask.shape == shape
        assert mask.any(axis=-1).all()
        assert not mask.all(axis=-1).any()
        if len(shape) > 1 and shape[-1] == shape[-2]:
            matrices = mask.reshape(-1, *shape[-2:])
            assert not any(np.array_equal(one, one.T) for one in matrices)


def test_the_same_seed_draws_the_same_inputs_and_another_seed_others():
    one, two, other = (draw(["attention"], np.random.default_rng(seed)) for seed in (1, 1, 2))

    for (*_, a), (*_, b), (*_, c) in zip(one, two, other, strict=True):
        for x, y, z in zip(a.args, b.args, c.args, strict=True):
            np.testing.assert_array_equal(x, y)
            assert not np.array_equal(x, z)


def test_every_function_of_the_contract_has_a_check_worth_its_points():
    points = {name: check.points for name, check in CHECKS.items()}
    dear = {"masked_softmax": 3, "attention": 3, "multi_head_attention": 4}

    assert set(points) == set(solutions.__all__)
    assert points == {name: dear.get(name, 2) for name in points}
    assert [name for names in CHAPTERS.values() for name in names] == list(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_every_case_has_its_own_name_and_the_ordinary_one_comes_first(name, questions):
    cases = questions[name].cases
    slugs = [case.slug for case in cases]

    assert len(set(slugs)) == len(slugs)
    assert [case.slug for case in cases if case.basic] == ["ordinary"] == slugs[:1]
    assert all(np.isfinite(part).all() for case in cases for part in expected_arrays(case))


def expected_arrays(case):
    for outcome in case.expected:
        if outcome.kind == "value":
            yield from outcome.value if isinstance(outcome.value, tuple) else [outcome.value]


@pytest.mark.parametrize("name", CHECKS)
def test_the_reference_gets_full_marks_with_twenty_seeds(name):
    for seed in range(20):
        verdict = judge_function(getattr(solutions, name), name, seed)

        assert verdict.passed, verdict.text()
        assert verdict.points == verdict.max_points == CHECKS[name].points
        assert verdict.message == verdict.evidence == verdict.link == ""


# Points


@pytest.mark.parametrize(
    ("basic", "passed", "points"),
    [
        (True, [True, True, True], 2.0),
        (True, [True, True, False], 1.5),
        (True, [True, False, False], 1.0),
        (True, [True, False, True], 1.25),
        (False, [False, True, True], 0.0),
    ],
)
def test_points_are_half_for_the_ordinary_case_and_half_for_the_edges(basic, passed, points):
    weights = [0, 2, 1]
    results = [CaseResult("", good, weight) for good, weight in zip(passed, weights, strict=True)]

    assert score(2, basic, results) == points


def test_an_edge_of_small_weight_still_costs_a_quarter():
    results = [CaseResult("", True, 0)] + [CaseResult("", i > 0, 1) for i in range(50)]

    assert score(2, True, results) == 1.75


def test_missing_only_empty_rows_keeps_most_of_the_points():
    def attention(Q, K, V, mask=None):
        scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1])
        if mask is not None:
            scores = np.where(mask, scores, -np.inf)
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = e / e.sum(axis=-1, keepdims=True)
        return weights @ V, weights

    verdict = judge_function(attention, "attention")

    assert verdict.misconception == "empty-row-nan"
    assert 2 < verdict.points < 3


# What a verdict says


def test_a_stub_is_met_with_a_friendly_line():
    def softmax(x, axis=-1):
        raise NotImplementedError("softmax: exercise 5.1")

    verdict = judge_function(softmax, "softmax")

    assert (verdict.points, verdict.passed, verdict.misconception) == (0, False, None)
    assert verdict.message.startswith("softmax is not written yet.")


def all_outcomes(question, outcome):
    return question.judge([outcome for case in question.cases for _ in case.calls])


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome("missing"), "There is no function called softmax"),
        (Outcome("lost", message="it ran for more than 10 seconds"), "more than 10 seconds"),
        (Outcome("value", None, notes=("printed",)), "returned None: did you print"),
        (Outcome("value", None), "came to its end without meeting a `return`"),
        (Outcome("value", Foreign("str")), "returned a str"),
        (Outcome("value", X), "returns the same numbers whatever it is given"),
        (
            Outcome("raised", error="NameError", message="name 'y' is not defined"),
            "raised NameError",
        ),
    ],
)
def test_each_kind_of_outcome_has_its_sentence(questions, outcome, words):
    verdict = all_outcomes(questions["softmax"], outcome)

    assert words in verdict.message
    assert verdict.points == 0


def first_variants(name):
    """Return one wrong function for each misconception of a function."""
    found = {}
    for misconception in CHECKS[name].misconceptions:
        found.setdefault(misconception.slug, misconception.wrong)
    return found.values()


def described(name, wrong):
    verdict = judge_function(wrong, name)
    assert verdict.misconception is None, verdict
    return verdict.message


def test_an_unknown_mistake_is_described_by_what_is_seen():
    right = solutions.softmax
    attention = solutions.attention

    assert "has shape (5, 3), where (3, 5) is expected" in described(
        "softmax", lambda x, axis=-1: right(x, axis).T
    )
    assert "returned 2 things" in described("blend", lambda w, V: (w @ V, w))
    assert "negative" in described("softmax", lambda x, axis=-1: right(x, axis) - 0.5)
    assert "do not add up to 1" in described("softmax", lambda x, axis=-1: right(x, axis) ** 2)
    assert "1.1 times" in described("blend", lambda w, V: 1.1 * w @ V)
    assert "wrong places" in described("split_heads", lambda X, h: np.roll(split(X, h), 1, axis=-1))
    assert "where the tuple (output, weights)" in described(
        "attention", lambda Q, K, V, mask=None: np.hstack(attention(Q, K, V, mask))
    )
    assert "raised ZeroDivisionError" in described(
        "split_heads", lambda X, h: 1 / 0 if X.shape[-1] % h else split(X, h) + (h == 1)
    )
    assert "returned a value" in described(
        "split_heads", lambda X, h: X if X.shape[-1] % h else split(X, h) + (h == 1)
    )


def split(X, num_heads):
    return solutions.split_heads(X, num_heads)


def test_the_line_that_raised_is_the_evidence():
    def blend(weights, values):
        return weights @ values[:-1]

    verdict = judge_function(blend, "blend")

    assert verdict.message.startswith(
        "On one row of weights that adds up to 1, your function raised ValueError"
    )
    assert verdict.evidence.endswith("return weights @ values[:-1]")


def test_a_changed_argument_alone_costs_one_case_and_is_named():
    def softmax(x, axis=-1):
        result = solutions.softmax(x, axis)
        x[...] = 0
        return result

    verdict = judge_function(softmax, "softmax")

    assert verdict.misconception == "mutates-input"
    assert [case.words for case in verdict.cases if not case.passed] == [
        "without changing its arguments"
    ]


def test_grading_shows_no_number_but_the_learners_own(questions):
    """Sums of rows are the learner's; a factor tells by how much, not what is expected."""
    for name, question in questions.items():
        for wrong in first_variants(name):
            verdict = question.ask(wrong)
            said = (
                verdict.message
                if verdict.evidence.startswith(("sums ", "line "))
                else (f"{verdict.message} {verdict.evidence}")
            )

            assert not re.search(r"\d\.\d", re.sub(r"is \S+ times", "", said)), (name, said)


def test_a_verdict_can_be_sent_to_another_process(questions):
    verdict = questions["softmax"].ask(lambda x, axis=-1: np.exp(x))
    copy = pickle.loads(pickle.dumps(verdict))

    assert copy == verdict
    assert copy.text() == verdict.text()


def test_marks_do_not_change_when_an_answer_is_marked_again(questions):
    for name, question in questions.items():
        wrong = CHECKS[name].misconceptions[0].wrong

        assert question.ask(wrong) == question.ask(wrong)


def test_a_class_is_asked_once_and_each_submission_marked_from_its_outcomes():
    drawn = draw(CHAPTERS["05-softmax"], np.random.default_rng(0))
    answers = {name: getattr(solutions, name) for name in CHAPTERS["05-softmax"]}
    answers["softmax"] = lambda x, axis=-1: solutions.softmax(x, 0)
    verdicts = drawn.judge([run_call(answers[name], call) for name, _, call in drawn])

    assert list(verdicts) == list(CHAPTERS["05-softmax"])
    assert [verdict.passed for verdict in verdicts.values()] == [False, True, True]
    assert verdicts["softmax"].misconception == "softmax-wrong-axis"
    assert verdicts["softmax"].link == "what-went-wrong.html#softmax-wrong-axis"
    assert verdicts["softmax"].see == 'See "Which way to share", chapter 5.'


# The stored checks


@pytest.mark.parametrize("name", CHECKS)
def test_the_stored_check_says_what_grading_says(name, questions, baked):
    spec, cases = stored.load(name)

    def ask(function):
        kept = []
        return judge(
            spec, cases, [[run_call(function, c, kept) for c in case.calls] for case in cases]
        )

    assert ask(getattr(solutions, name)).passed
    for wrong in first_variants(name):
        instant, graded = ask(wrong), questions[name].ask(wrong)

        assert instant.misconception == graded.misconception
        assert instant.message == graded.message
        assert instant.points == graded.points


def test_stored_checks_hold_no_code_and_stay_small(baked):
    size = 0
    for path in stored.FOLDER.glob("*.npz"):
        size += path.stat().st_size
        with np.load(path, allow_pickle=False) as file:
            assert all(file[key].dtype.kind in "biuf" for key in file.files)

    # Every mistake answers every call, also with three batch axes, mixed dtypes and empty rows.
    assert 0 < size < 720_000


# Words


def test_every_misconception_has_words_and_every_word_a_misconception():
    used = {m.slug for check in CHECKS.values() for m in check.misconceptions}
    worded = {slug for subject in SUBJECTS.values() for slug in subject}

    assert used == worded
    assert len(ENTRIES) == sum(map(len, SUBJECTS.values()))
    assert all(sections(slug) for slug, entry in ENTRIES.items() if "see" in entry)


@pytest.mark.parametrize("name", CHECKS)
def test_every_message_leads_to_a_section_that_the_learner_has_reached(name, questions):
    chapter = int(CHECKS[name].chapter[:2])
    seen = {mistake.see for mistake in questions[name].spec.mistakes}
    seen |= {case.see for case in questions[name].cases}

    for see in seen:
        assert int(re.fullmatch(r'See "[A-Z].+", chapter (\d)\.', see)[1]) <= chapter, see


@pytest.mark.parametrize("name", CHECKS)
def test_each_section_is_listed_for_cases_that_there_are_and_for_each_case_once(name, questions):
    listed = [case for cases in CHECKS[name].sections.values() for case in cases]

    assert len(set(listed)) == len(listed)
    assert set(listed) <= {case.slug for case in questions[name].cases}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_words_are_one_sentence_each_and_give_no_code_away(subject):
    for slug, entry in SUBJECTS[subject].items():
        for sentence in (entry["happened"], entry["idea"]):
            assert re.fullmatch(r"[A-Z].*[.?]", sentence), slug
            assert not re.search(r"[.?] [A-Z]", sentence), f"{slug}: two sentences"
            assert not re.search(r"np\.|@|\w\(|!|\*\*|keepdims=|axis=", sentence), f"{slug}: code"
            assert len(sentence) < 130, slug


def test_the_catalogue_has_every_misconception_once():
    slugs = [entry.slug for entries in catalogue(CHECKS.values()).values() for entry in entries]

    assert sorted(slugs) == sorted({m.slug for c in CHECKS.values() for m in c.misconceptions})
