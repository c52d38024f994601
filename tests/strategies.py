"""What Hypothesis draws for the tests: sizes, arrays, masks, and whole calls of each function."""

import os

import numpy as np
from docstrings import drawn_arguments
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

# The same examples at every run, so that a red test is red for everyone. To look for new
# ones: HYPOTHESIS_PROFILE=explore.
COMMON = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("course", derandomize=True, max_examples=50, **COMMON)
settings.register_profile("explore", max_examples=500, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))

DTYPES = (np.float64, np.float32, np.int64)
FLOATS = (np.float64, np.float32)


def dimensions(count):
    """Draw lengths of axes: all equal, all different, or as they come."""
    return st.one_of(
        st.permutations(range(1, 8)).map(lambda lengths: lengths[:count]),
        st.integers(1, 4).map(lambda length: [length] * count),
        st.lists(st.integers(1, 4), min_size=count, max_size=count),
    )


def batches():
    """Draw up to two leading axes."""
    return st.lists(st.integers(1, 3), max_size=2).map(tuple)


def arrays(shape, dtype=np.float64, size=3):
    """Draw entries of at most `size`, each 0 or at least 1e-3 away from it."""
    if np.dtype(dtype).kind == "i":
        return whole(shape, dtype, size)
    width = 8 * np.dtype(dtype).itemsize
    entries = st.floats(-size, size, width=width).map(lambda x: x if abs(x) >= 1e-3 else 0.0)
    return hnp.arrays(dtype, shape, elements=entries)


def whole(shape, dtype=np.float64, size=3):
    """Draw whole numbers, whose sums and products are exact: ties happen, and stay ties."""
    return hnp.arrays(np.int64, shape, elements=st.integers(-size, size)).map(
        lambda array: array.astype(dtype)
    )


def scores(shape, dtype=np.float64):
    """Draw scores of every size up to 1e4, next to each other."""
    return st.sampled_from([1, 30, 10_000]).flatmap(lambda size: arrays(shape, dtype, size))


@st.composite
def masks(draw, shape):
    """Draw a boolean mask of any shape that broadcasts to `shape`, empty rows included."""
    axes = draw(st.integers(1, len(shape)))
    own = [length if draw(st.booleans()) else 1 for length in shape[len(shape) - axes :]]
    return draw(hnp.arrays(np.bool_, own, elements=st.booleans()))


@st.composite
def arguments(draw, name, dtypes=DTYPES):
    """Draw the arguments of one call of the function `name`, within the contract."""
    dtype = draw(st.sampled_from(dtypes))
    batch = draw(batches())
    n_q, n_k, d_k, d_v, d_model = draw(dimensions(5))

    def array(*shape, size=3):
        return draw(arrays(shape, dtype, size))

    def mask_or_none(shape):
        return draw(st.none() | masks(shape))

    match name:
        case "hard_lookup":
            return tuple(draw(whole(shape, dtype)) for shape in ((d_k,), (n_k, d_k), (n_k, d_v)))
        case "blend":
            return array(*batch, n_k), array(n_k, d_v)
        case "project":
            bias = draw(st.none() | arrays((d_v,), dtype))
            return array(*batch, n_q, d_model), array(d_model, d_v), bias
        case "project_qkv":
            matrices = array(d_model, d_k), array(d_model, d_k), array(d_model, d_v)
            return array(*batch, n_q, d_model), *matrices
        case "dot_product_scores" | "cosine_scores" | "scaled_scores":
            return array(*batch, n_q, d_k), array(*batch, n_k, d_k)
        case "dot_product_std":
            return d_k, 1000, np.random.default_rng(draw(st.integers(0, 99)))
        case "softmax" | "temperature_softmax":
            x = draw(scores((*batch, n_k), dtype))
            axis = draw(st.integers(-x.ndim, x.ndim - 1))
            temperature = draw(st.sampled_from([0.5, 1, 1.7, 20.0]))
            return (x, axis) if name == "softmax" else (x, temperature, axis)
        case "masked_softmax":
            shape = (*batch, n_q, n_k)
            return draw(scores(shape, dtype)), draw(masks(shape))
        case "causal_mask":
            return (n_q,)
        case "attention":
            mask = mask_or_none((*batch, n_q, n_k))
            return array(*batch, n_q, d_k), array(*batch, n_k, d_k), array(*batch, n_k, d_v), mask
        case "cross_attention":
            pair = array(*batch, n_q, d_model), array(*batch, n_k, d_model)
            matrices = (array(d_model, width, size=1) for width in (d_k, d_k, d_v))
            return *pair, *matrices, mask_or_none((*batch, n_q, n_k))
    num_heads, d_head = draw(dimensions(2).filter(lambda two: two[0] * two[1] <= 8))
    d_model = num_heads * d_head
    match name:
        case "split_heads":
            return array(*batch, n_q, d_model), num_heads
        case "merge_heads":
            return (array(*batch, num_heads, n_q, d_head),)
        case "multi_head_attention":
            pair = array(*batch, n_q, d_model), array(*batch, n_k, d_model)
            matrices = (array(d_model, d_model, size=1) for _ in range(4))
            return *pair, *matrices, num_heads, mask_or_none((*batch, n_q, n_k))
    lengths = {}
    return drawn_arguments(
        name,
        array=array,
        mask=lambda *shape: draw(masks(shape)),
        number=lambda kind: draw(st.integers(1, 8) if kind == "int" else st.floats(-3, 3)),
        batch=batch,
        length=lambda axis: lengths.setdefault(axis, draw(st.integers(1, 5))),
    )
