"""Names, signatures and docstrings of the reference are those that the course agreed on."""

import inspect
import re

import numpy as np
import pytest
from docstrings import parameters, sections

import attention_lab
import solutions
from autograder.exercises import CHAPTERS, CHECKS
from autograder.marking.questions import prepare

CONTRACT = {
    "01-library": {
        "hard_lookup": "(query, keys, values)",
        "blend": "(weights, values)",
    },
    "02-projection": {
        "project": "(X, W, b=None)",
        "project_qkv": "(X, W_Q, W_K, W_V)",
    },
    "03-scoring": {
        "dot_product_scores": "(Q, K)",
        "cosine_scores": "(Q, K)",
    },
    "04-scaling": {
        "dot_product_std": "(d_k, n_samples, rng)",
        "scaled_scores": "(Q, K)",
    },
    "05-softmax": {
        "softmax": "(x, axis=-1)",
        "temperature_softmax": "(x, temperature, axis=-1)",
        "masked_softmax": "(scores, mask)",
    },
    "06-attention": {
        "causal_mask": "(n)",
        "attention": "(Q, K, V, mask=None)",
        "cross_attention": "(X, memory, W_Q, W_K, W_V, mask=None)",
    },
    "07-multihead": {
        "split_heads": "(X, num_heads)",
        "merge_heads": "(X)",
        "multi_head_attention": "(X, memory, W_Q, W_K, W_V, W_O, num_heads, mask=None)",
    },
}
SIGNATURES = {name: text for chapter in CONTRACT.values() for name, text in chapter.items()}
REFUSING = {  # in some case, an error is what the reference answers
    name
    for name, check in CHECKS.items()
    for case in prepare(check, np.random.default_rng(0)).cases
    if any(expected.kind == "raised" for expected in case.expected)
}


def test_the_reference_has_the_functions_of_the_contract_and_each_of_its_own_has_a_check():
    assert set(SIGNATURES) <= set(solutions.__all__) == set(CHECKS)


def test_the_learners_package_has_the_five_names_of_its_list():
    names = ["CheckFailed", "check", "figures", "load_heads", "load_layer", "load_library"]

    assert sorted(attention_lab.__all__) == names
    assert all(hasattr(attention_lab, name) for name in names)


def test_checks_cover_the_chapters_in_the_order_of_the_course():
    agreed = {
        chapter: [name for name in names if name in SIGNATURES]
        for chapter, names in CHAPTERS.items()
    }

    assert agreed == {chapter: list(names) for chapter, names in CONTRACT.items()}
    assert list(CHAPTERS) == sorted(CHAPTERS)
    assert [name for names in CHAPTERS.values() for name in names] == list(CHECKS)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_function_has_the_signature_of_the_contract(name):
    assert str(inspect.signature(getattr(solutions, name))) == SIGNATURES[name]


@pytest.mark.parametrize(("chapter", "names"), CHAPTERS.items())
def test_a_function_lives_in_the_module_of_its_chapter(chapter, names):
    for name in names:
        assert getattr(solutions, name).__module__ == f"solutions.{chapter[3:]}"


@pytest.mark.parametrize("name", CHECKS)
def test_a_docstring_names_every_parameter_in_order(name):
    assert list(parameters(name)) == list(inspect.signature(getattr(solutions, name)).parameters)


@pytest.mark.parametrize("name", CHECKS)
def test_a_docstring_gives_the_shape_of_every_array(name):
    for parameter, text in parameters(name).items():
        assert re.match(r"int$|float$|numpy\.random\.Generator$", text.split("\n")[0]) or re.search(
            r"of shape \(|broadcastable to \(|of any shape", text
        ), f"{parameter} : {text}"
    returns = sections(name)["Returns"]

    assert re.search(r"shapes? \(|of the same shape as|^float$", returns, flags=re.M)


@pytest.mark.parametrize("name", CHECKS)
def test_a_docstring_says_what_is_refused_and_where_the_definition_comes_from(name):
    assert ("ValueError" in sections(name).get("Raises", "")) == (name in REFUSING)
    assert re.search(r"\(\d{4}\),\s.+,\ssection\s\d", sections(name)["References"], flags=re.S)


@pytest.mark.parametrize("name", CHECKS)
def test_a_body_stands_between_one_pair_of_markers(name):
    source = inspect.getsource(getattr(solutions, name))
    _, _, after_docstring = source.rpartition('"""\n')

    assert re.fullmatch(
        r"    ### BEGIN SOLUTION\n(    .*\n)+    ### END SOLUTION\n", after_docstring
    )
    assert after_docstring.count("### ") == 2
