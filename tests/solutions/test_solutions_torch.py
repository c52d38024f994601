"""The reference agrees with PyTorch, whose mask convention it shares."""

import numpy as np
import pytest
from conftest import IN_CI

import solutions

if IN_CI:
    import torch  # a missing oracle is an error there, not a skip
else:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; `make torch` does it")

from torch.nn.functional import cosine_similarity, linear, scaled_dot_product_attention

B, H, N_Q, N_K, D_K, D_V, D_MODEL = 3, 2, 5, 7, 4, 6, 8
DTYPES = [np.float64, np.float32]
CLOSE = {np.float64: {"rtol": 1e-9, "atol": 1e-12}, np.float32: {"rtol": 1e-4, "atol": 1e-5}}
LEADING = [(), (B,), (B, 9)]


def sample(*shape, seed=0, dtype=np.float64):
    return np.random.default_rng((seed, *shape)).standard_normal(shape).astype(dtype)


def of_torch(function, *arrays, **keywords):
    """Call a function of PyTorch on arrays and return what it gives as an array."""
    tensors = [torch.from_numpy(array) for array in arrays]
    return function(*tensors, **keywords).detach().numpy()


def some_mask(*shape):
    """Return a mask under which every query may read something, and not all."""
    mask = np.random.default_rng(7).random(shape) < 0.5
    mask[..., 0] = True
    return mask


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("size", [1, 100, 1e4])
def test_softmax_is_that_of_torch(dtype, axis, size):
    x = sample(N_Q, N_K, dtype=dtype) * dtype(size)
    np.testing.assert_allclose(
        solutions.softmax(x, axis=axis), of_torch(torch.softmax, x, dim=axis), **CLOSE[dtype]
    )


@pytest.mark.parametrize("leading", LEADING, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_attention_without_a_mask_is_that_of_torch(dtype, leading):
    Q, K = sample(*leading, N_Q, D_K, dtype=dtype), sample(*leading, N_K, D_K, dtype=dtype)
    V = sample(*leading, N_K, D_V, dtype=dtype)
    output, _ = solutions.attention(Q, K, V)
    np.testing.assert_allclose(
        output, of_torch(scaled_dot_product_attention, Q, K, V), **CLOSE[dtype]
    )


@pytest.mark.parametrize("shape", [(1, N_K), (N_Q, N_K), (1, N_Q, N_K), (B, 1, N_K), (B, N_Q, N_K)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_boolean_mask_means_the_same_as_in_torch(dtype, shape):
    Q, K = sample(B, N_Q, D_K, dtype=dtype), sample(B, N_K, D_K, dtype=dtype)
    V, mask = sample(B, N_K, D_V, dtype=dtype), some_mask(*shape)
    output, _ = solutions.attention(Q, K, V, mask)
    masked = of_torch(scaled_dot_product_attention, Q, K, V, attn_mask=torch.from_numpy(mask))
    np.testing.assert_allclose(output, masked, **CLOSE[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_weights_are_those_of_torch(dtype):
    Q, K = sample(B, N_Q, D_K, dtype=dtype), sample(B, N_K, D_K, dtype=dtype)
    # Over an identity matrix as values, attention's output is its weights.
    V = np.broadcast_to(np.eye(N_K, dtype=dtype), (B, N_K, N_K)).copy()
    mask = some_mask(B, N_Q, N_K)
    _, weights = solutions.attention(Q, K, V, mask)
    masked = of_torch(scaled_dot_product_attention, Q, K, V, attn_mask=torch.from_numpy(mask))
    np.testing.assert_allclose(weights, masked, **CLOSE[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_query_that_may_read_nothing_gets_zeros_as_in_torch(dtype):
    Q, K = sample(B, N_Q, D_K, dtype=dtype), sample(B, N_K, D_K, dtype=dtype)
    V, mask = sample(B, N_K, D_V, dtype=dtype), some_mask(B, N_Q, N_K)
    mask[1, 2] = mask[2] = False
    output, _ = solutions.attention(Q, K, V, mask)
    masked = of_torch(scaled_dot_product_attention, Q, K, V, attn_mask=torch.from_numpy(mask))
    np.testing.assert_allclose(output, masked, **CLOSE[dtype])

    assert not output[1, 2].any()
    assert not output[2].any()


@pytest.mark.parametrize("n", [1, N_Q])
def test_the_causal_mask_is_that_of_torch(n):
    Q, K, V = sample(B, n, D_K, seed=1), sample(B, n, D_K, seed=2), sample(B, n, D_V)
    output, _ = solutions.attention(Q, K, V, solutions.causal_mask(n))
    causal = of_torch(scaled_dot_product_attention, Q, K, V, is_causal=True)
    np.testing.assert_allclose(output, causal, **CLOSE[np.float64])


def test_cosine_scores_are_those_of_torch():
    Q, K = sample(N_Q, D_K), sample(N_K, D_K)
    Q[1] = 0
    cosines = of_torch(cosine_similarity, Q[:, np.newaxis], K[np.newaxis], dim=-1)
    np.testing.assert_allclose(solutions.cosine_scores(Q, K), cosines, **CLOSE[np.float64])


def test_project_is_a_linear_layer_with_its_matrix_transposed():
    X, W, b = sample(B, N_Q, D_MODEL), sample(D_MODEL, D_V), sample(D_V)
    np.testing.assert_allclose(
        solutions.project(X, W, b), of_torch(linear, X, W.T.copy(), b), **CLOSE[np.float64]
    )


def torch_heads(num_heads, W_Q, W_K, W_V, W_O):
    """Return PyTorch's layer with the course's matrices: it keeps them transposed and stacked."""
    layer = torch.nn.MultiheadAttention(
        len(W_Q), num_heads, bias=False, batch_first=True, dtype=torch.from_numpy(W_Q).dtype
    ).eval()
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.from_numpy(np.concatenate([W_Q.T, W_K.T, W_V.T])))
        layer.out_proj.weight.copy_(torch.from_numpy(W_O.T.copy()))
    return layer


def by_torch_heads(layer, X, memory, mask=None):
    """Return the layer's output and the weights of each head; its mask is True where hidden."""
    hidden = None
    if mask is not None:
        shape = (*X.shape[:-2], X.shape[-2], memory.shape[-2])
        hidden = torch.from_numpy(~np.broadcast_to(mask, shape))
        if hidden.ndim == 3:
            hidden = hidden.repeat_interleave(layer.num_heads, dim=0)
    memory = torch.from_numpy(memory)
    with torch.no_grad():
        output, weights = layer(
            torch.from_numpy(X), memory, memory, attn_mask=hidden, average_attn_weights=False
        )
    return output.numpy(), weights.numpy()


@pytest.mark.parametrize("mask", [None, (N_K,), (1, N_K), (N_Q, N_K), (B, 1, N_K), (B, N_Q, N_K)])
@pytest.mark.parametrize("num_heads", [1, H, 4, D_MODEL])
@pytest.mark.parametrize("dtype", DTYPES)
def test_multi_head_attention_is_the_layer_of_torch(dtype, num_heads, mask):
    X, memory = sample(B, N_Q, D_MODEL, dtype=dtype), sample(B, N_K, D_MODEL, dtype=dtype)
    matrices = [sample(D_MODEL, D_MODEL, seed=seed, dtype=dtype) / dtype(2) for seed in range(4)]
    mask = None if mask is None else some_mask(*mask)
    output, weights = solutions.multi_head_attention(X, memory, *matrices, num_heads, mask)
    expected = by_torch_heads(torch_heads(num_heads, *matrices), X, memory, mask)

    assert weights.shape == (B, num_heads, N_Q, N_K)
    np.testing.assert_allclose(output, expected[0], **CLOSE[dtype])
    np.testing.assert_allclose(weights, expected[1], **CLOSE[dtype])


def test_multi_head_attention_without_a_batch_is_the_layer_of_torch():
    X, matrices = sample(N_Q, D_MODEL), [sample(D_MODEL, D_MODEL, seed=seed) for seed in range(4)]
    mask = solutions.causal_mask(N_Q)
    output, weights = solutions.multi_head_attention(X, X, *matrices, H, mask)
    expected = by_torch_heads(torch_heads(H, *matrices), X, X, mask)
    np.testing.assert_allclose(output, expected[0], **CLOSE[np.float64])
    np.testing.assert_allclose(weights, expected[1], **CLOSE[np.float64])
