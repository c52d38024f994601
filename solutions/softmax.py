"""Chapter 5, softmax: from scores to weights."""

import numpy as np


def softmax(x, axis=-1):
    """Turn scores into weights along an axis.

    weights_i = exp(x_i) / (sum over j of exp(x_j))

    The result stays finite however large or small the scores are.

    Parameters
    ----------
    x : array
        Scores, of any shape.
    axis : int
        The axis along which the weights add up to 1.

    Returns
    -------
    array of the same shape as x
        Weights between 0 and 1.

    References
    ----------
    Bridle (1990), Training Stochastic Model Recognition Algorithms as
    Networks can Lead to Maximum Mutual Information Estimation of
    Parameters, section 2; for the stable form, Blanchard, Higham and
    Higham (2021), Accurately Computing the Log-Sum-Exp and Softmax
    Functions, section 4.
    """
    ### BEGIN SOLUTION
    exponentials = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exponentials / np.sum(exponentials, axis=axis, keepdims=True)
    ### END SOLUTION


def temperature_softmax(x, temperature, axis=-1):
    """Turn scores into weights, sharper or softer.

    weights = softmax(x / temperature)

    Parameters
    ----------
    x : array
        Scores, of any shape.
    temperature : float
        Above 1 the weights come closer together, below 1 they move
        apart.
    axis : int
        The axis along which the weights add up to 1.

    Returns
    -------
    array of the same shape as x
        Weights between 0 and 1.

    Raises
    ------
    ValueError
        If `temperature` is 0 or less.

    References
    ----------
    Hinton, Vinyals and Dean (2015), Distilling the Knowledge in a
    Neural Network, section 2, equation 1.
    """
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    return softmax(x / temperature, axis=axis)
    ### END SOLUTION


def masked_softmax(scores, mask):
    """Turn scores into weights, reading only where the mask allows it.

    The softmax runs over the last axis and only over the positions
    where `mask` is True; every other weight is exactly 0. A row with
    no True has nothing to read: all its weights are 0.

    Parameters
    ----------
    scores : array of shape (..., n_q, n_k)
        One score for each query and key.
    mask : boolean array, broadcastable to (..., n_q, n_k)
        True where a query may attend to a key.

    Returns
    -------
    array of shape (..., n_q, n_k)
        Weights; each row sums to 1, or to 0 where nothing may be
        read.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.3:
    masking out illegal connections before the softmax.
    """
    ### BEGIN SOLUTION
    allowed = np.where(mask, scores, -np.inf)
    largest = np.max(allowed, axis=-1, keepdims=True)
    exponentials = np.exp(allowed - np.where(np.isneginf(largest), 0, largest))
    total = np.sum(exponentials, axis=-1, keepdims=True)
    return exponentials / np.where(total == 0, 1, total)
    ### END SOLUTION
