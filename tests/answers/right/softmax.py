"""Right answers to chapter 5: softmax and temperature_softmax."""

import math

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("softmax")
def subtract_the_largest(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@RIGHT.to("softmax")
def log_sum_exp(x, axis=-1):
    largest = np.max(x, axis=axis, keepdims=True)
    total = largest + np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True))
    return np.exp(x - total)


@RIGHT.to("softmax")
def logaddexp(x, axis=-1):
    x = np.asarray(x, dtype=float)
    return np.exp(x - np.logaddexp.reduce(x, axis=axis, keepdims=True))


@RIGHT.to("softmax")
def along_axis(x, axis=-1):
    def one_row(row):
        e = np.exp(row - max(row))
        return e / sum(e)

    return np.apply_along_axis(one_row, axis, x)


@RIGHT.to("softmax")
def axis_moved_to_the_end(x, axis=-1):
    rows = np.moveaxis(x, axis, -1)
    e = np.exp(rows - rows.max(-1)[..., None])
    return np.moveaxis(e / e.sum(-1)[..., None], -1, axis)


@RIGHT.to("softmax")
def swapped_loops(x, axis=-1):
    rows = np.swapaxes(x, axis, -1)
    weights = np.empty(rows.shape)
    for index in np.ndindex(rows.shape[:-1]):
        largest = max(rows[index])
        exponentials = [math.exp(value - largest) for value in rows[index]]
        weights[index] = [value / sum(exponentials) for value in exponentials]
    return np.swapaxes(weights, axis, -1)


@RIGHT.to("softmax")
def pairwise_differences(x, axis=-1):
    rows = np.moveaxis(x, axis, -1).astype(float)
    differences = rows[..., np.newaxis, :] - rows[..., :, np.newaxis]
    return np.moveaxis(1 / np.exp(differences).sum(axis=-1), -1, axis)


@RIGHT.to("softmax")
def expand_dims(x, axis=-1):
    shifted = np.subtract(x, np.expand_dims(np.amax(x, axis), axis))
    e = np.exp(shifted)
    return np.divide(e, np.expand_dims(np.add.reduce(e, axis), axis))


@RIGHT.to("softmax")
def powers_of_two(x, axis=-1):
    e = np.exp2((x - np.max(x, axis=axis, keepdims=True)) * np.log2(np.e))
    return e / np.sum(e, axis=axis, keepdims=True)


@RIGHT.to("softmax")
def vectorised(x, axis=-1):
    def one_row(row):
        print(row)
        e = np.exp(row - np.max(row))
        return e / np.sum(e)

    rows = np.moveaxis(x, axis, -1)
    return np.moveaxis(np.vectorize(one_row, signature="(n)->(n)")(rows), -1, axis)


@RIGHT.to("softmax")
def clipped_below(x, axis=-1):
    shifted = np.clip(x - np.max(x, axis=axis, keepdims=True), -80, 0)
    e = np.exp(shifted)
    return e * (1 / e.sum(axis=axis, keepdims=True))


@RIGHT.to("softmax")
def recursion(x, axis=-1):
    axis = axis % x.ndim
    if axis > 0:
        return np.stack([recursion(part, axis - 1) for part in x])
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=0)


@RIGHT.to("softmax")
def divide_twice(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    once = e / np.mean(e, axis=axis, keepdims=True)
    return np.asfortranarray(once / once.sum(axis=axis, keepdims=True))


@RIGHT.to("softmax")
def masked_array(x, axis=-1):
    e = np.ma.exp(np.ma.asarray(x) - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@RIGHT.to("temperature_softmax")
def divide_first(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    z = x / temperature
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@RIGHT.to("temperature_softmax")
def subtract_first(x, temperature, axis=-1):
    if not temperature > 0:
        raise ValueError
    e = np.exp((x - np.max(x, axis=axis, keepdims=True)) / temperature)
    return e / np.sum(e, axis=axis, keepdims=True)


@RIGHT.to("temperature_softmax")
def inverse_temperature(x, temperature, axis=-1):
    if temperature <= 0.0:
        raise ValueError(f"{temperature} is no temperature")
    return subtract_the_largest(x * (1 / temperature), axis)


@RIGHT.to("temperature_softmax")
def in_place_on_a_copy(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError(temperature)
    weights = np.array(x, dtype=np.result_type(x, np.float32))
    weights -= np.max(weights, axis=axis, keepdims=True)
    weights /= temperature
    np.exp(weights, out=weights)
    weights /= np.sum(weights, axis=axis, keepdims=True)
    return weights


@RIGHT.to("temperature_softmax")
def log_sum_exp_of_the_scaled(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("0 or less")
    scaled = np.true_divide(x, temperature)
    return np.exp(scaled - np.logaddexp.reduce(scaled, axis=axis, keepdims=True))


@RIGHT.to("temperature_softmax")
def own_error_class(x, temperature, axis=-1):
    class TemperatureError(ValueError):
        pass

    if temperature <= 0:
        raise TemperatureError(temperature)
    return expand_dims(x / temperature, axis=axis)


@RIGHT.to("temperature_softmax")
def rows_in_a_loop(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return swapped_loops(x / temperature, axis)


@RIGHT.to("temperature_softmax")
def differences_of_pairs(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    return pairwise_differences(x / temperature, axis=axis)


@RIGHT.to("temperature_softmax")
def any_base(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature")
    shifted = x - np.max(x, axis=axis, keepdims=True)
    powers = np.power(np.exp(1 / temperature), shifted) if temperature > 0.1 else None
    if powers is None or not np.isfinite(powers).all():
        powers = np.exp(shifted / temperature)
    return powers / powers.sum(axis=axis, keepdims=True)


@RIGHT.to("temperature_softmax")
def nested_function(x, temperature, axis=-1):
    def softmax(scores):
        largest = np.maximum.reduce(scores, axis=axis, keepdims=True)
        e = np.exp(scores - largest)
        return e / np.add.reduce(e, axis=axis, keepdims=True)

    if temperature > 0:
        return softmax(x / temperature)
    print("temperature is", temperature)
    raise ValueError("temperature must be above 0")


@RIGHT.to("temperature_softmax")
def along_axis_with_temperature(x, temperature, axis=-1):
    if temperature <= 0:
        raise ValueError("temperature must be above 0")

    def one_row(row):
        e = np.exp((row - row.max()) / temperature)
        return e / e.sum()

    return np.apply_along_axis(one_row, axis, x)
