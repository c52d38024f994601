"""Wrong softmaxes: each takes ``(x, axis=-1)``, as a learner would write it.

They are used three times: for `softmax`, for `temperature_softmax`, and, through `weighings`,
wherever scores become weights. Where a mask has put -inf, they
answer as the right one does, so that each shows its own mistake and no other.
"""

import numpy as np

from ..composing import Composition, merged, without


def softmax(x, axis=-1):
    """Return the right weights; a slice of -inf throughout gets weights of 0."""
    return shares(raised(x, axis), axis)


def raised(x, axis=-1):
    """Return exp(x - the largest along the axis)."""
    largest = np.max(x, axis=axis, keepdims=True)
    return np.exp(x - np.where(np.isneginf(largest), 0, largest))


def plain(x, axis=-1):
    """Return the right weights, and NaN where every score of a slice is infinite."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def shares(parts, axis=-1):
    """Divide by the sum along the axis; a sum of 0 leaves 0."""
    total = np.sum(parts, axis=axis, keepdims=True)
    return parts / np.where(total == 0, 1, total)


def finite(x):
    """Return x with 0 in place of -inf, for mistakes that take no exponential."""
    return np.where(np.isneginf(x), 0, x)


def along(fixed):
    """Return a softmax that always runs along one axis."""
    return lambda x, axis=-1: softmax(x, fixed)


def with_default(default):
    """Return a softmax whose axis has another default."""
    return lambda x, axis=default: softmax(x, axis)


def whole_array(x, axis=-1):
    """Share one whole among all numbers of the array."""
    return np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))


def whole_sum(x, axis=-1):
    """Shift rightly, and divide by the sum of everything."""
    return raised(x, axis) / np.sum(raised(x, axis))


def unshifted(x, axis=-1):
    """Take exponentials of the scores as they are."""
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)


def unshifted_guarded(x, axis=-1):
    """Take exponentials of the scores as they are, and let sums of 0 give 0."""
    return shares(np.exp(x), axis)


def unshifted_plus(tiny):
    """Return a softmax of exponentials as they are, with a tiny number on top of the sum."""

    def wrong(x, axis=-1):
        e = np.exp(x)
        return e / (np.sum(e, axis=axis, keepdims=True) + tiny)

    return wrong


def clipped(low, high):
    """Return a softmax that cuts the scores off instead of shifting them."""
    return lambda x, axis=-1: shares(
        np.where(np.isneginf(x), 0, np.exp(np.clip(x, low, high))), axis
    )


def clipped_plus(low, high, tiny):
    """Return the same with a tiny number on top of the sum."""

    def wrong(x, axis=-1):
        e = np.where(np.isneginf(x), 0, np.exp(np.clip(x, low, high)))
        return e / (np.sum(e, axis=axis, keepdims=True) + tiny)

    return wrong


def unshared(x, axis, total_axis):
    """Take the largest score along one axis and the sum along another, with NaN for 0 / 0."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=total_axis, keepdims=True)


def hidden_nan(x, axis=-1):
    """Let large scores overflow, and replace what is NaN."""
    return np.nan_to_num(unshifted(x, axis), posinf=1.0)


def hidden_nan_plus(x, axis=-1):
    """Let large scores overflow over a sum and a tiny number, and replace what is NaN."""
    return np.nan_to_num(unshifted_plus(1e-9)(x, axis))


def hidden_infinity(x, axis=-1):
    """Replace infinite exponentials, whose sum is infinite again."""
    e = np.nan_to_num(np.exp(x))
    return e / np.sum(e, axis=axis, keepdims=True)


def global_max(x, axis=-1):
    """Subtract the largest score of the whole array."""
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=axis, keepdims=True)


def global_max_guarded(x, axis=-1):
    """Subtract the largest score of the whole array, and let sums of 0 give 0."""
    return shares(np.exp(x - np.max(finite(x))), axis)


def shifted_by(statistic, **start):
    """Return a softmax that subtracts another number of the row than the largest score."""

    def wrong(x, axis=-1):
        read = ~np.isneginf(x)
        e = np.exp(x - statistic(x, axis=axis, keepdims=True, where=read, **start))
        return e / np.sum(e, axis=axis, keepdims=True)

    return wrong


def shifted_where_finite(statistic):
    """Return the same, with no shift where something is hidden, and sums of 0 that give 0."""

    def wrong(x, axis=-1):
        shift = statistic(x, axis=axis, keepdims=True)
        return shares(np.exp(x - np.where(np.isneginf(shift), 0, shift)), axis)

    return wrong


def shifted_up(x, axis=-1):
    """Add the largest score."""
    largest = np.max(x, axis=axis, keepdims=True)
    return shares(np.exp(x + np.where(np.isneginf(largest), 0, largest)), axis)


def shifted_up_nan(x, axis=-1):
    """Add the largest score, and compute 0 / 0 where the sum is 0."""
    e = np.exp(x + np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def max_other_axis(x, axis=-1):
    """Subtract the largest score along another axis."""
    other = -1 if axis not in (-1, np.ndim(x) - 1) else -2
    return shares(np.exp(x - np.max(finite(x), axis=other, keepdims=True)), axis)


def no_keepdims_sum(x, axis=-1):
    """Lose the axis of the sum."""
    e = raised(x, axis)
    return e / np.sum(e, axis=axis)


def no_keepdims_sum_guarded(x, axis=-1):
    """Lose the axis of the sum, and let sums of 0 give 0."""
    e = raised(x, axis)
    total = np.sum(e, axis=axis)
    return e / np.where(total == 0, 1, total)


def no_keepdims_max_nan(x, axis=-1):
    """Lose the axis of the largest score, and compute 0 / 0 where the sum is 0."""
    e = np.exp(x - np.max(x, axis=axis))
    return e / np.sum(e, axis=axis, keepdims=True)


def no_keepdims_max_guarded(x, axis=-1):
    """Lose the axis of the largest score, with no shift where nothing may be read."""
    largest = np.max(x, axis=axis)
    return shares(np.exp(x - np.where(np.isneginf(largest), 0, largest)), axis)


def no_keepdims_max(x, axis=-1):
    """Lose the axis of the largest score."""
    return shares(np.exp(x - np.max(finite(x), axis=axis)), axis)


def no_keepdims(x, axis=-1):
    """Lose both axes."""
    e = np.exp(x - np.max(finite(x), axis=axis))
    return e / np.sum(e, axis=axis)


def no_keepdims_unshifted(x, axis=-1):
    """Lose the axis of the sum, and take exponentials of the scores as they are."""
    e = np.exp(x)
    return e / np.sum(e, axis=axis)


def l1(x, axis=-1):
    """Divide the scores by their sum."""
    return finite(x) / np.sum(finite(x), axis=axis, keepdims=True)


def l1_absolute(x, axis=-1):
    """Divide the scores by the sum of their sizes."""
    return finite(x) / np.sum(np.abs(finite(x)), axis=axis, keepdims=True)


def from_least(x, axis=-1):
    """Measure scores from the least one, and divide by the sum."""
    return shares(finite(x) - np.min(finite(x), axis=axis, keepdims=True), axis)


def l2(x, axis=-1):
    """Divide the scores by their length as a vector."""
    return finite(x) / np.linalg.norm(finite(x), axis=axis, keepdims=True)


def squares(x, axis=-1):
    """Use squares in place of exponentials."""
    return shares(finite(x) ** 2, axis)


def rectified(x, axis=-1):
    """Use the scores above 0 in place of exponentials."""
    return shares(np.maximum(finite(x), 0), axis)


def unnormalised(x, axis=-1):
    """Take exponentials and leave it at that."""
    return np.exp(x)


def unnormalised_shifted(x, axis=-1):
    """Take exponentials after the shift and leave it at that."""
    return raised(x, axis)


def by_largest(x, axis=-1):
    """Divide by the largest exponential."""
    e = np.exp(x)
    return e / np.max(e, axis=axis, keepdims=True)


def by_mean(x, axis=-1):
    """Divide by the mean of the exponentials."""
    e = raised(x, axis)
    return e / np.mean(e, axis=axis, keepdims=True)


def by_mean_guarded(x, axis=-1):
    """Divide by the mean of the exponentials, and let means of 0 give 0."""
    e = raised(x, axis)
    mean = np.mean(e, axis=axis, keepdims=True)
    return e / np.where(mean == 0, 1, mean)


def by_product(x, axis=-1):
    """Multiply the exponentials where they should be added, and divide by that."""
    e = raised(x, axis)
    product = np.prod(e, axis=axis, keepdims=True)
    return e / np.where(product == 0, 1, product)


def by_product_nan(x, axis=-1):
    """Multiply the exponentials where they should be added, and divide by that, 0 or not."""
    e = raised(x, axis)
    return e / np.prod(e, axis=axis, keepdims=True)


def by_length(x, axis=-1):
    """Divide by the number of scores."""
    return raised(x, axis) / np.shape(x)[axis]


def with_base(base):
    """Return a softmax with another base than e."""
    return lambda x, axis=-1: shares(
        base ** (x - np.where(np.isneginf(x), 0, np.max(finite(x), axis=axis, keepdims=True))), axis
    )


def one_hot(x, axis=-1):
    """Give all of the weight to the first largest score."""
    best = np.expand_dims(np.argmax(x, axis=axis), axis)
    places = np.arange(np.shape(x)[axis])
    places = np.reshape(places, [-1 if i == axis % np.ndim(x) else 1 for i in range(np.ndim(x))])
    return np.where((places == best) & ~np.isneginf(x), 1.0, 0.0)


def all_largest(x, axis=-1):
    """Give a weight of 1 to every largest score."""
    best = np.max(x, axis=axis, keepdims=True)
    return np.where((x == best) & ~np.isneginf(x), 1.0, 0.0)


def sigmoid(x, axis=-1):
    """Take a sigmoid of each score."""
    return 1 / (1 + np.exp(-x))


def sigmoid_shares(x, axis=-1):
    """Take a sigmoid of each score, and divide by the sum."""
    return shares(sigmoid(x), axis)


def negated(x, axis=-1):
    """Let the smallest score win."""
    return softmax(np.where(np.isneginf(x), x, -x), axis)


def negated_shifted(x, axis=-1):
    """Subtract the scores from the largest one."""
    hidden = np.isneginf(x)
    e = np.where(hidden, 0, np.exp(np.max(finite(x), axis=axis, keepdims=True) - x))
    return e / np.sum(e, axis=axis, keepdims=True)


def logarithm(x, axis=-1):
    """Return logarithms of the weights."""
    return np.log(softmax(x, axis))


def logarithm_shifted(x, axis=-1):
    """Return logarithms of the weights, computed without the weights."""
    shift = np.max(finite(x), axis=axis, keepdims=True)
    return x - shift - np.log(np.sum(np.exp(x - shift), axis=axis, keepdims=True))


def twice(x, axis=-1):
    """Take the softmax of the softmax."""
    once = softmax(x, axis)
    return softmax(np.where(np.isneginf(x), x, once), axis)


def rounded(digits):
    """Return a softmax that rounds its weights."""
    return lambda x, axis=-1: np.round(softmax(x, axis), digits)


def plus(constant):
    """Return a softmax that adds a constant to the sum."""

    def wrong(x, axis=-1):
        e = raised(x, axis)
        return e / (np.sum(e, axis=axis, keepdims=True) + constant)

    return wrong


def uniform(x, axis=-1):
    """Give every score the same weight."""
    return shares(np.where(np.isneginf(x), 0.0, 1.0), axis)


def unchanged(x, axis=-1):
    """Return the scores."""
    return np.array(finite(x), dtype=float)


# The slugs hold wherever scores become weights; a slug with several functions has variants.
ROWWISE = {
    "softmax-wrong-axis": (along(-2), along(0)),
    "softmax-axis-from-the-front": (along(1),),
    "softmax-whole-array": (whole_array, whole_sum),
    "no-max-subtraction": (unshifted, unshifted_guarded, unshifted_plus(1e-9)),
    "hides-nan": (hidden_nan, hidden_infinity, hidden_nan_plus),
    "clips-scores": tuple(
        clipped(low, high) for low, high in [(-50, 50), (-100, 100), (-500, 500), (-700, 700)]
    )
    + tuple(clipped(None, high) for high in (50, 80, 88, 100, 500, 700))
    + (clipped_plus(-500, 500, 1e-9),),
    "global-max": (global_max, global_max_guarded),
    "shift-not-the-max": (
        shifted_by(np.mean),
        shifted_by(np.min, initial=np.inf),
        shifted_by(np.sum),
        *(shifted_where_finite(statistic) for statistic in (np.mean, np.min, np.sum)),
        shifted_up,
        shifted_up_nan,
    ),
    "max-wrong-axis": (max_other_axis,),
    "keepdims-missing-on-sum": (
        no_keepdims_sum,
        no_keepdims_sum_guarded,
        no_keepdims,
        no_keepdims_unshifted,
    ),
    "keepdims-missing-on-max": (no_keepdims_max, no_keepdims_max_guarded, no_keepdims_max_nan),
    "l1-normalises": (l1, l1_absolute, from_least),
    "l2-normalises": (l2,),
    "other-function-for-exp": (squares, rectified),
    "exp-not-normalised": (unnormalised, unnormalised_shifted, by_product, by_product_nan),
    "divides-by-largest": (by_largest,),
    "divides-by-mean": (by_mean, by_mean_guarded, by_length),
    "power-of-two": (with_base(2.0),),
    "argmax-one-hot": (one_hot, all_largest),
    "sigmoid-for-softmax": (sigmoid, sigmoid_shares),
    "softmax-of-negated": (negated, negated_shifted),
    "returns-logarithm": (logarithm, logarithm_shifted),
    "softmax-twice": (twice,),
    "rounds-weights": tuple(rounded(digits) for digits in (0, 1, 2, 3, 4)),
    "adds-to-the-sum": tuple(plus(constant) for constant in (1, 1e-2, 1e-3, 1e-4)),
    "uniform-weights": (uniform,),
    "softmax-missing": (unchanged,),
}

# Where an axis is asked for, the one along axis 1 ignores that.
WITH_AXIS = merged(
    without(ROWWISE, "softmax-axis-from-the-front"),
    {
        "ignores-axis": (
            along(-1),
            along(1),
            lambda x, axis=-1: unshared(x, axis, 1),
            lambda x, axis=-1: unshared(x, 1, axis),
            lambda x, axis=-1: shares(raised(x, axis), -1),
            lambda x, axis=-1: shares(raised(x, -1), axis),
            lambda x, axis=-1: unshared(x, axis, -1),
            lambda x, axis=-1: unshared(x, -1, axis),
        ),
    },
)


def softmax_itself(soften=softmax):
    """Return a function like `solutions.softmax` made of this step."""
    return soften


SOFTMAX = Composition(
    softmax_itself,
    {
        "soften": merged(
            WITH_AXIS,
            {
                "softmax-wrong-axis": (with_default(0), with_default(-2)),
                "default-axis-not-last": (with_default(1),),
            },
        ),
    },
)
