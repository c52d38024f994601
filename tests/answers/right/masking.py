"""Right answers to chapter 5: masked_softmax."""

import math

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("masked_softmax")
def minus_infinity(scores, mask):
    allowed = np.where(mask, scores, -np.inf)
    largest = allowed.max(axis=-1, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, 0)
    e = np.exp(allowed - largest)
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


@RIGHT.to("masked_softmax")
def nan_to_zero(scores, mask):
    allowed = np.where(mask, scores, -np.inf)
    e = np.exp(allowed - allowed.max(axis=-1, keepdims=True))
    return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@RIGHT.to("masked_softmax")
def large_negative_then_mask(scores, mask):
    filled = np.where(mask, scores, -1e9)
    e = np.exp(filled - filled.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True) * mask


@RIGHT.to("masked_softmax")
def additive(scores, mask):
    bias = np.where(mask, 0.0, -1e30)
    shifted = scores + bias
    e = np.exp(shifted - np.max(shifted, axis=-1, keepdims=True))
    weights = e / np.sum(e, axis=-1, keepdims=True)
    return np.where(mask.any(axis=-1, keepdims=True), weights, 0)


@RIGHT.to("masked_softmax")
def lowest_of_the_dtype(scores, mask):
    scores = scores.astype(np.result_type(scores, np.float32))
    lowest = np.finfo(scores.dtype).min
    largest = np.max(
        scores, axis=-1, keepdims=True, initial=lowest, where=np.broadcast_to(mask, scores.shape)
    )
    e = np.where(mask, np.exp(np.minimum(scores - largest, 0)), 0)
    return e / np.maximum(e.sum(axis=-1, keepdims=True), np.finfo(scores.dtype).tiny)


@RIGHT.to("masked_softmax")
def mask_after_and_renormalise(scores, mask):
    readable = np.where(mask, scores, scores.min())
    e = np.exp(readable - readable.max(axis=-1, keepdims=True))
    weights = e / e.sum(axis=-1, keepdims=True)
    weights = weights * mask
    total = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(total == 0, 1, total)


@RIGHT.to("masked_softmax")
def row_by_row(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    weights = np.zeros(scores.shape)
    for row in np.ndindex(scores.shape[:-1]):
        allowed = scores[row][mask[row]]
        if allowed.size:
            e = np.exp(allowed - allowed.max())
            weights[row][mask[row]] = e / e.sum()
    return weights


@RIGHT.to("masked_softmax")
def plain_python(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    weights = np.zeros(scores.shape, dtype=np.float64)
    for row in np.ndindex(scores.shape[:-1]):
        readable = [j for j in range(scores.shape[-1]) if mask[row][j]]
        if not readable:
            continue
        largest = max(scores[row][j] for j in readable)
        total = sum(math.exp(scores[row][j] - largest) for j in readable)
        for j in readable:
            weights[(*row, j)] = math.exp(scores[row][j] - largest) / total
    return weights


@RIGHT.to("masked_softmax")
def masked_array(scores, mask):
    hidden = np.ma.array(scores, mask=~np.broadcast_to(mask, scores.shape))
    e = np.ma.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).filled(0)


@RIGHT.to("masked_softmax")
def log_sum_exp(scores, mask):
    allowed = np.where(mask, scores, -np.inf)
    total = np.logaddexp.reduce(allowed, axis=-1, keepdims=True)
    return np.exp(allowed - np.where(np.isneginf(total), np.inf, total))


@RIGHT.to("masked_softmax")
def recursion(scores, mask):
    mask = np.broadcast_to(mask, scores.shape)
    if scores.ndim > 1:
        return np.stack([recursion(s, m) for s, m in zip(scores, mask, strict=True)])
    if not mask.any():
        return np.zeros(len(scores))
    e = np.where(mask, np.exp(np.where(mask, scores - scores[mask].max(), 0)), 0)
    return e / e.sum()


@RIGHT.to("masked_softmax")
def vectorised(scores, mask):
    def one_row(row, allowed):
        row = np.where(allowed, row, -np.inf)
        e = np.exp(row - (row.max() if allowed.any() else 0))
        return e / (e.sum() or 1)

    return np.vectorize(one_row, signature="(n),(n)->(n)", otypes=[float])(
        scores, np.broadcast_to(mask, scores.shape)
    )


@RIGHT.to("masked_softmax")
def pairwise_differences(scores, mask):
    s = scores.astype(float)
    others = np.broadcast_to(mask, s.shape)[..., np.newaxis, :]
    ratios = np.where(others, np.exp(s[..., np.newaxis, :] - s[..., :, np.newaxis]), 0)
    total = ratios.sum(axis=-1)
    return np.where(mask & (total > 0), 1 / np.where(total > 0, total, 1), 0)


@RIGHT.to("masked_softmax")
def boolean_assignment(scores, mask):
    allowed = scores.astype(float)
    allowed[~np.broadcast_to(mask, scores.shape)] = -np.inf
    empty = ~np.isfinite(allowed).any(axis=-1)
    allowed[empty] = 0
    e = np.exp(allowed - allowed.max(axis=-1)[..., np.newaxis])
    weights = np.einsum("...k,...->...k", e, 1 / e.sum(axis=-1))
    weights[empty] = 0
    print(weights.shape)
    return weights
