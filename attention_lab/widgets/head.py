"""Chapter 7's widget: the real heads of the encoder, and what splitting does to the shapes."""

import base64

import numpy as np

from attention_lab.heads import load_heads
from attention_lab.widgets.base import Explorer

SENTENCES = (
    "Anna lent me a book and I lost it",
    "the cat saw the dog and it ran",
    "the bookworm read every book",
    "no king is a king without his people",
)
START = {"layer": 0, "head": 2, "token": "it", "guess": "book"}


class HeadExplorer(Explorer):
    """All heads of the encoder on a few sentences: what each token reads in each of them.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``split_heads``, ``merge_heads``, ``multi_head_attention``.
    """

    title = "Seventy-two heads"
    caption = (
        "All heads of the encoder, a row for each layer, on “Anna lent me a book and I lost it”. A "
        "spot in row i and column j of a map: token i reads token j. A line one step below the "
        "diagonal reads the token before; a dark first column parks its attention at [CLS]."
    )
    takes = ("split_heads", "merge_heads", "multi_head_attention")

    def __init__(self, *functions, **named):
        heads = load_heads()
        settings = {
            **START,
            "width": heads.qkv(0)[0].shape[1],
            "sentences": [
                {"text": text, "tokens": heads.sentences[heads.texts.index(text)], **packed}
                for text in SENTENCES
                for packed in [_pack(heads.weights(text))]
            ],
        }
        super().__init__(*functions, settings=settings, **named)


def _pack(weights):
    """Return weights in whole percent, a byte each, by layer, head, query and key.

    The largest of a row has 128 more: rounding must not hide which it was.
    """
    layers, heads = weights.shape[:2]
    largest = weights == weights.max(axis=-1, keepdims=True)
    marked = (100 * weights).round() + 128 * largest
    packed = base64.b64encode(marked.astype(np.uint8).tobytes()).decode()
    return {"layers": layers, "heads": heads, "weights": packed}
