"""Right answers to chapter 2: project and project_qkv."""

from collections import namedtuple

import numpy as np

from answers.registry import Answers

RIGHT = Answers()


@RIGHT.to("project")
def matmul(X, W, b=None):
    if b is None:
        return X @ W
    return X @ W + b


@RIGHT.to("project")
def einsum(X, W, b=None):
    projected = np.einsum("...i,ij->...j", X, W)
    if b is not None:
        projected = projected + b[np.newaxis, :]
    return projected


@RIGHT.to("project")
def tensordot_zero_bias(X, W, b=None):
    b = np.zeros(W.shape[1], dtype=X.dtype) if b is None else b
    return np.tensordot(X, W, axes=1) + b


@RIGHT.to("project")
def add_in_place(X, W, b=None):
    projected = np.matmul(X, W).astype(float)
    if b is not None:
        projected += b
    return projected


@RIGHT.to("project")
def ones_column(X, W, b=None):
    if b is not None:
        X = np.concatenate([X, np.ones_like(X[..., :1])], axis=-1)
        W = np.vstack([W, b])
    return np.dot(X, W)


@RIGHT.to("project")
def ndindex(X, W, b=None):
    projected = np.empty((*X.shape[:-1], W.shape[1]))
    for index in np.ndindex(projected.shape):
        *row, column = index
        total = 0 if b is None else b[column]
        for i in range(W.shape[0]):
            total += X[(*row, i)] * W[i, column]
        projected[index] = total
    return projected


@RIGHT.to("project")
def flattened(X, W, b=None):
    rows = X.reshape(-1, X.shape[-1]) @ W
    if b is not None:
        rows = rows + np.tile(b, (len(rows), 1))
    return rows.reshape((*X.shape[:-1], -1))


@RIGHT.to("project")
def broadcast_and_sum(X, W, b=None):
    return np.sum(X[..., :, np.newaxis] * W, axis=-2) + (0 if b is None else b)


@RIGHT.to("project")
def column_by_column(X, W, b=None):
    columns = []
    for j in range(W.shape[1]):
        column = X @ W[:, j]
        columns.append(column if b is None else column + b[j])
    return np.stack(columns, axis=-1)


@RIGHT.to("project")
def through_transposes(X, W, b=None):
    projected = W.T @ np.swapaxes(X, -1, -2)
    if b is not None:
        projected = projected + b.reshape(-1, 1)
    return np.swapaxes(projected, -1, -2)


@RIGHT.to("project")
def row_by_row(X, W, b=None):
    return np.apply_along_axis(lambda row: row @ W if b is None else row @ W + b, -1, X)


@RIGHT.to("project")
def recursion(X, W, b=None):
    if X.ndim > 1:
        return np.array([recursion(part, W, b) for part in X])
    projected = sum(x * row for x, row in zip(X, W, strict=True))
    return projected if b is None else np.add(projected, b)


@RIGHT.to("project")
def vectorised(X, W, b=None):
    print("projecting", X.shape, "with", W.shape)
    product = np.vectorize(np.matmul, signature="(n,d),(d,o)->(n,o)")(X, W)
    return product if b is None else product + np.broadcast_to(b, product.shape)


@RIGHT.to("project_qkv")
def three_products(X, W_Q, W_K, W_V):
    return X @ W_Q, X @ W_K, X @ W_V


@RIGHT.to("project_qkv")
def list_of_three(X, W_Q, W_K, W_V):
    return [np.dot(X, W) for W in (W_Q, W_K, W_V)]


@RIGHT.to("project_qkv")
def mapped(X, W_Q, W_K, W_V):
    return tuple(map(X.__matmul__, (W_Q, W_K, W_V)))


@RIGHT.to("project_qkv")
def named(X, W_Q, W_K, W_V):
    Projections = namedtuple("Projections", "queries keys values")
    return Projections(keys=X @ W_K, values=X @ W_V, queries=X @ W_Q)


@RIGHT.to("project_qkv")
def one_product_then_split(X, W_Q, W_K, W_V):
    d_k = W_Q.shape[1]
    together = X @ np.concatenate([W_Q, W_K, W_V], axis=1)
    return np.split(together, [d_k, 2 * d_k], axis=-1)


@RIGHT.to("project_qkv")
def slices_of_one_product(X, W_Q, W_K, W_V):
    d_k = W_Q.shape[-1]
    together = np.tensordot(X, np.hstack((W_Q, W_K, W_V)), axes=1)
    return together[..., :d_k], together[..., d_k : 2 * d_k], together[..., 2 * d_k :]


@RIGHT.to("project_qkv")
def einsum_each(X, W_Q, W_K, W_V):
    def product(W):
        return np.einsum("...nd,dk->...nk", X, W)

    return product(W_Q), product(W_K), product(W_V)


@RIGHT.to("project_qkv")
def stacked_queries_and_keys(X, W_Q, W_K, W_V):
    Q, K = np.einsum("...nd,sdk->s...nk", X, np.stack([W_Q, W_K]))
    return Q, K, X @ W_V


@RIGHT.to("project_qkv")
def loops(X, W_Q, W_K, W_V):
    results = []
    for W in [W_Q, W_K, W_V]:
        result = np.zeros((*X.shape[:-1], W.shape[1]), dtype=np.result_type(X, W))
        for index in np.ndindex(X.shape[:-1]):
            for j in range(W.shape[1]):
                result[(*index, j)] = np.sum(X[index] * W[:, j])
        results.append(result)
    return tuple(results)


@RIGHT.to("project_qkv")
def transposed_views(X, W_Q, W_K, W_V):
    X_T = np.swapaxes(X, -1, -2)
    Q, K, V = (np.swapaxes(W.T @ X_T, -1, -2) for W in (W_Q, W_K, W_V))
    return Q, K, V


@RIGHT.to("project_qkv")
def flattened_rows(X, W_Q, W_K, W_V):
    rows = X.reshape(-1, X.shape[-1])
    Q, K, V = rows @ W_Q, rows @ W_K, rows @ W_V
    lead = X.shape[:-1]
    return Q.reshape(*lead, -1), K.reshape(*lead, -1), V.reshape(*lead, -1)


@RIGHT.to("project_qkv")
def dictionary_and_print(X, W_Q, W_K, W_V):
    projected = {}
    for name, W in {"Q": W_Q, "K": W_K, "V": W_V}.items():
        projected[name] = np.asfortranarray(X @ W)
        print(name, projected[name].shape)
    return projected["Q"], projected["K"], projected["V"]
