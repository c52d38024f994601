"""Right answers to chapter 4: dot_product_std and scaled_scores."""

import math

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("dot_product_std")
def two_matrices(d_k, n_samples, rng):
    queries = rng.standard_normal((n_samples, d_k))
    keys = rng.standard_normal((n_samples, d_k))
    return np.std(np.sum(queries * keys, axis=1))


@RIGHT.to("dot_product_std")
def keys_first_ddof_1(d_k, n_samples, rng):
    K = rng.normal(size=(n_samples, d_k))
    Q = rng.normal(size=(n_samples, d_k))
    return (Q * K).sum(axis=-1).std(ddof=1)


@RIGHT.to("dot_product_std")
def one_pair_at_a_time(d_k, n_samples, rng):
    dots = []
    for _ in range(n_samples):
        q = rng.standard_normal(d_k)
        k = rng.standard_normal(d_k)
        dots.append(q @ k)
    return float(np.std(dots))


@RIGHT.to("dot_product_std")
def one_number_at_a_time(d_k, n_samples, rng):
    dots = np.zeros(n_samples)
    for i in range(n_samples):
        dots[i] = sum(rng.normal() * rng.normal() for _ in range(d_k))
    return math.sqrt(np.mean((dots - dots.mean()) ** 2))


@RIGHT.to("dot_product_std")
def interleaved(d_k, n_samples, rng):
    pairs = rng.standard_normal((n_samples, 2, d_k))
    return float(np.einsum("nd,nd->n", pairs[:, 0], pairs[:, 1]).std())


@RIGHT.to("dot_product_std")
def pairs_on_the_first_axis(d_k, n_samples, rng):
    Q, K = rng.normal(0, 1, (2, n_samples, d_k))
    return np.sqrt(np.var(np.einsum("nd,nd->n", Q, K), ddof=1))


@RIGHT.to("dot_product_std")
def vectors_as_columns(d_k, n_samples, rng):
    Q = rng.standard_normal((d_k, n_samples))
    K = rng.standard_normal((d_k, n_samples))
    return np.multiply(Q, K).sum(axis=0).std()


@RIGHT.to("dot_product_std")
def stacked_matmul(d_k, n_samples, rng):
    q = rng.standard_normal(size=(n_samples, 1, d_k))
    k = rng.standard_normal(size=(n_samples, d_k, 1))
    return np.array(np.squeeze(q @ k).std())


@RIGHT.to("dot_product_std")
def exact_sums(d_k, n_samples, rng):
    pairs = rng.standard_normal((n_samples, 2, d_k))
    dots = [float(np.dot(q, k)) for q, k in pairs]
    mean = math.fsum(dots) / n_samples
    return math.sqrt(math.fsum((dot - mean) ** 2 for dot in dots) / (n_samples - 1))


@RIGHT.to("dot_product_std")
def mean_of_squares(d_k, n_samples, rng):
    dots = (rng.standard_normal((n_samples, d_k, 2)).prod(axis=-1)).sum(axis=-1)
    return (np.mean(dots**2) - np.mean(dots) ** 2) ** 0.5


@RIGHT.to("dot_product_std")
def running_sums(d_k, n_samples, rng):
    mean = spread = 0.0
    dots = np.vecdot(*rng.standard_normal((2, n_samples, d_k))).tolist()
    for count, dot in enumerate(dots, start=1):
        step = dot - mean
        mean += step / count
        spread += step * (dot - mean)
    return math.sqrt(spread / (n_samples - 1))


@RIGHT.to("dot_product_std")
def length_of_the_deviations(d_k, n_samples, rng):
    Q = rng.standard_normal((n_samples, d_k))
    K = rng.standard_normal((n_samples, d_k))
    dots = [np.inner(q, k) for q, k in zip(Q, K, strict=True)]
    return np.linalg.norm(dots - np.mean(dots)) / np.sqrt(len(dots))


@RIGHT.to("dot_product_std")
def component_by_component(d_k, n_samples, rng):
    dots = 0
    for _ in range(d_k):
        dots = dots + rng.standard_normal(n_samples) * rng.standard_normal(n_samples)
    print("spread of", n_samples, "dot products:", np.std(dots))
    return np.std(dots)


@RIGHT.to("dot_product_std")
def single_precision(d_k, n_samples, rng):
    Q = rng.standard_normal((n_samples, d_k), dtype=np.float32)
    K = rng.standard_normal((n_samples, d_k), dtype=np.float32)
    return np.std(np.sum(Q * K, axis=1))


@RIGHT.to("scaled_scores")
def divide_the_scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])


@RIGHT.to("scaled_scores")
def scale_queries_first(Q, K):
    return (Q / math.sqrt(Q.shape[-1])) @ np.moveaxis(K, -1, -2)


@RIGHT.to("scaled_scores")
def scale_keys_first(Q, K):
    return Q @ (K / K.shape[-1] ** 0.5).swapaxes(-2, -1)


@RIGHT.to("scaled_scores")
def scale_both(Q, K):
    root = np.power(K.shape[-1], 0.25)
    return (Q / root) @ (K / root).mT


@RIGHT.to("scaled_scores")
def multiply_by_inverse_root(Q, K):
    return np.einsum("...id,...jd->...ij", Q, K) * K.shape[-1] ** -0.5


@RIGHT.to("scaled_scores")
def inside_einsum(Q, K):
    return np.einsum("...id,...jd,->...ij", Q, K, 1 / np.sqrt(K.shape[-1]))


@RIGHT.to("scaled_scores")
def ndindex(Q, K):
    d_k = len(Q[(0,) * (Q.ndim - 1)])
    scores = np.zeros((*Q.shape[:-1], K.shape[-2]))
    for index in np.ndindex(scores.shape):
        *batch, i, j = index
        scores[index] = sum(Q[(*batch, i)] * K[(*batch, j)]) / math.sqrt(d_k)
    return scores


@RIGHT.to("scaled_scores")
def recursion(Q, K):
    if Q.ndim > 2:
        return np.array([recursion(q, k) for q, k in zip(Q, K, strict=True)])
    return np.dot(Q, K.T) / np.sqrt(len(K[0]))


@RIGHT.to("scaled_scores")
def keep_the_dtype(Q, K):
    floating = np.result_type(Q, np.float32)
    scores = (Q @ np.swapaxes(K, -1, -2)).astype(floating)
    scores /= floating.type(math.sqrt(K.shape[-1]))
    return scores


@RIGHT.to("scaled_scores")
def length_of_ones(Q, K):
    root = np.linalg.norm(np.ones(K.shape[-1]))
    return np.swapaxes(K @ np.swapaxes(Q, -1, -2) / root, -1, -2)


@RIGHT.to("scaled_scores")
def mean_times_root(Q, K):
    products = Q[..., :, np.newaxis, :] * K[..., np.newaxis, :, :]
    return products.mean(axis=-1) * np.sqrt(Q.shape[-1])


@RIGHT.to("scaled_scores")
def vectorised(Q, K):
    print("d_k =", Q.shape[-1])
    return np.vectorize(
        lambda q, k: np.inner(q, k) / np.sqrt(q.shape[-1]), signature="(i,d),(j,d)->(i,j)"
    )(Q, K)
