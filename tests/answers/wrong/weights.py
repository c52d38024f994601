"""Wrong answers to chapter 5."""

import numpy as np

from answers.registry import Answers

WRONG = Answers()


@WRONG.to("softmax")
def absolute_shift(x, axis=-1):
    e = np.exp(x - np.max(np.abs(x), axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("softmax")
def mean_shift(x, axis=-1):
    e = np.exp(x - np.mean(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("softmax")
def small_addend(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / (e.sum(axis=axis, keepdims=True) + 1e-3)


@WRONG.to("softmax")
def largest_is_one(x, axis=-1):
    return np.exp(x - np.max(x, axis=axis, keepdims=True))


@WRONG.to("softmax")
def log_weights(x, axis=-1):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@WRONG.to("softmax")
def negative_scores(x, axis=-1):
    e = np.exp(np.min(x, axis=axis, keepdims=True) - x)
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("softmax")
def sigmoid(x, axis=-1):
    return 1 / (1 + np.exp(-x))


@WRONG.to("softmax")
def clipped_scores(x, axis=-1):
    e = np.exp(np.clip(x, -50, 50))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("softmax")
def squares(x, axis=-1):
    e = np.square(x - np.min(x, axis=axis, keepdims=True)) + 1e-12
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def sharpens_afterwards(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    e = np.exp(x - np.max(x, axis=axis, keepdims=True)) ** (1 / temperature)
    weights = e / e.sum(axis=axis, keepdims=True)
    return weights**temperature


@WRONG.to("temperature_softmax")
def divides_the_weights(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True) / temperature


@WRONG.to("temperature_softmax")
def scaled_denominator_only(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return np.exp(shifted) / np.exp(shifted / temperature).sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def refuses_below_one(x, temperature, axis=-1):
    if temperature < 1:
        raise ValueError
    e = np.exp((x - np.max(x, axis=axis, keepdims=True)) / temperature)
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def whole_temperature(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    e = np.exp((x - np.max(x, axis=axis, keepdims=True)) / np.ceil(temperature))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def root_of_temperature(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    e = np.exp((x - np.max(x, axis=axis, keepdims=True)) / np.sqrt(temperature))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def asserts(x, temperature, axis=-1):
    assert temperature > 0
    e = np.exp((x - np.max(x, axis=axis, keepdims=True)) / temperature)
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("temperature_softmax")
def shifts_before_the_wrong_step(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError
    e = np.exp(x / temperature - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@WRONG.to("masked_softmax")
def keeps_the_old_sum(scores, mask):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    kept = e * mask
    return kept / (kept.sum(axis=-1, keepdims=True) + 1e-2)


@WRONG.to("masked_softmax")
def only_the_first_mask_row(scores, mask):
    allowed = np.where(np.broadcast_to(mask, scores.shape)[..., :1, :], scores, -1e30)
    e = np.exp(allowed - allowed.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) * mask


@WRONG.to("masked_softmax")
def masked_get_the_smallest(scores, mask):
    filled = np.where(mask, scores, scores.min(axis=-1, keepdims=True))
    e = np.exp(filled - filled.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) * mask.any(axis=-1, keepdims=True)


@WRONG.to("masked_softmax")
def empty_row_reads_the_first(scores, mask):
    mask = np.broadcast_to(mask, scores.shape).copy()
    mask[..., 0] |= ~mask.any(axis=-1)
    allowed = np.where(mask, scores, -np.inf)
    e = np.exp(allowed - allowed.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@WRONG.to("masked_softmax")
def renormalises_too_late(scores, mask):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = e / e.sum(axis=-1, keepdims=True) * mask
    total = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(total == 0, 1, total)


@WRONG.to("masked_softmax")
def drops_the_masked_columns(scores, mask):
    allowed = np.broadcast_to(mask, scores.shape).reshape(-1, scores.shape[-1]).all(axis=0)
    filled = np.where(allowed, scores, -1e30)
    e = np.exp(filled - filled.max(axis=-1, keepdims=True)) * allowed
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


@WRONG.to("masked_softmax")
def uniform_over_the_allowed(scores, mask):
    allowed = np.broadcast_to(mask, scores.shape).astype(float)
    return allowed / np.maximum(allowed.sum(axis=-1, keepdims=True), 1)


@WRONG.to("masked_softmax")
def whole_matrix_empty_check(scores, mask):
    if not mask.any():
        return np.zeros(scores.shape)
    allowed = np.where(mask, scores, -np.inf)
    e = np.exp(allowed - allowed.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
