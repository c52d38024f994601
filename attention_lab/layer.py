"""One attention layer of the real encoder: its input, its matrices and biases, and its output."""

from dataclasses import dataclass, field

import numpy as np

from .library import read_data


@dataclass(frozen=True)
class Layer:
    """The attention of the first layer of all-MiniLM-L6-v2, for the sentences of `Heads`.

    For an input X the layer computes multi-head self-attention, with a bias after each of the four
    projections. What follows in the encoder (adding X, normalising) is not in `output`.

    Attributes
    ----------
    W_Q, W_K, W_V, W_O : arrays of shape (384, 384)
        The matrices, to be used as X @ W.
    b_Q, b_K, b_V, b_O : arrays of shape (384,)
        The biases.
    num_heads : int
        12.
    texts : list of str
        The sentences whose inputs and outputs are stored.
    """

    W_Q: np.ndarray
    W_K: np.ndarray
    W_V: np.ndarray
    W_O: np.ndarray
    b_Q: np.ndarray
    b_K: np.ndarray
    b_V: np.ndarray
    b_O: np.ndarray
    num_heads: int
    texts: list
    _data: dict = field(repr=False)

    def X(self, sentence):
        """Return what goes into the layer for a sentence, a row for each token: (n, 384)."""
        return self._array("X", sentence)

    def output(self, sentence):
        """Return what the encoder's own attention gives for a sentence: (n, 384)."""
        return self._array("output", sentence)

    def _array(self, name, sentence):
        if sentence not in self.texts:
            raise KeyError(f"no sentence {sentence!r}: see layer.texts")
        return self._data[f"{name}_{self.texts.index(sentence)}"].astype(np.float64)


def load_layer():
    """Return the course's `Layer`, read anew from its file.

    Raises
    ------
    FileNotFoundError
        If the file layer.npz is missing or empty.
    """
    data = read_data("layer.npz")
    names = [f"{kind}_{role}" for kind in "Wb" for role in "QKVO"]
    return Layer(
        **{name: data[name].astype(np.float64) for name in names},
        num_heads=int(data["num_heads"]),
        texts=data["texts"].tolist(),
        _data=data,
    )
