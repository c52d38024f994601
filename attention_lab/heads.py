"""Heads of the real encoder: what they attend to on a few short sentences."""

from dataclasses import dataclass, field

import numpy as np

from .library import read_data


@dataclass(frozen=True)
class Heads:
    """Attention inside all-MiniLM-L6-v2 (6 layers of 12 heads) on short sentences of ours.

    A sentence is named by its number or by its text. Layers and heads are counted from 0.

    Attributes
    ----------
    texts : list of str
        The sentences as they were given to the encoder.
    sentences : list of lists of str
        Their tokens: lower case, between [CLS] and [SEP]; ## marks a piece of a word.
    layer : int
        The layer that `qkv` and `context` belong to.
    num_heads : int
        12.
    provenance : dict of str
        Which encoder, which versions, which licence.
    """

    texts: list
    sentences: list
    layer: int
    num_heads: int
    provenance: dict
    _data: dict = field(repr=False)

    def weights(self, sentence):
        """Return all attention weights, shape (6, 12, n, n): layer, head, query, key."""
        stored = self._array("weights", sentence)
        return stored / stored.sum(axis=-1, keepdims=True)

    def qkv(self, sentence):
        """Return the tuple (Q, K, V) of layer `layer`, each (n, 384), before the split into heads.

        The biases of the projections are in them.
        """
        return tuple(self._array("qkv", sentence))

    def context(self, sentence):
        """Return what the heads of layer `layer` give, merged, before W_O: shape (n, 384)."""
        return self._array("context", sentence)

    def _array(self, name, sentence):
        number = self.texts.index(sentence) if sentence in self.texts else sentence
        if number not in range(len(self.texts)):
            raise KeyError(f"no sentence {sentence!r}: see heads.texts, or name it by its number")
        return self._data[f"{name}_{number}"].astype(np.float64)


def load_heads():
    """Return the course's `Heads`, read anew from its file.

    Raises
    ------
    FileNotFoundError
        If the file heads.npz is missing or empty.
    """
    data = read_data("heads.npz")
    texts = data["texts"].tolist()
    return Heads(
        texts=texts,
        sentences=[data[f"tokens_{number}"].tolist() for number in range(len(texts))],
        layer=int(data["layer"]),
        num_heads=data["weights_0"].shape[1],
        provenance=dict(line.split(": ", 1) for line in data["provenance"].tolist()),
        _data=data,
    )
