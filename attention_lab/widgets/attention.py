"""Chapter 6's widget: attention step by step, on real numbers."""

import numpy as np

from attention_lab.heads import load_heads
from attention_lab.library import load_library
from attention_lab.widgets.base import Explorer

# A sentence, a head counted from 1, and the token to begin with.
HEADS = (
    ("living alone in the woods", 1, "woods"),
    ("living alone in the woods", 3, "woods"),
    ("living alone in the woods", 6, "alone"),
    ("the bookworm read every book", 1, "##worm"),
)
READERS = {
    "woods": "living alone in the woods",
    "sea": "a story about the sea",
    "slave": "a former slave tells his story",
    "rich": "how to get rich",
}
BOOKS = (
    "Walden",
    "Secret Garden",
    "Moby-Dick",
    "Douglass",
    "Equiano",
    "Wealth of Nations",
)
LOUDNESS = 20  # spreads matches between 0 and 1 into scores between 0 and 20
SMALL = {
    "name": "the small example of this chapter",
    "note": "The small example of this chapter: two queries, three keys, and values of one number.",
    "rows": ["query 1", "query 2"],
    "keys": ["key 1", "key 2", "key 3"],
    "query": 0,
    "Q": [[2, 0], [0, 1]],
    "K": [[1, 0], [0, 1], [1, 1]],
    "V": [[10], [20], [30]],
}


class AttentionExplorer(Explorer):
    """Attention from Q, K and V to the blend, with every number; self and cross, with masks.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``attention``, ``causal_mask``, ``cross_attention``.
    """

    title = "The whole machine"
    caption = (
        "One head of a real encoder reads “living alone in the woods”. Each row shows how one "
        "token shares out its attention; most give the largest weights to the markers [CLS] and "
        "[SEP]."
    )
    takes = ("attention", "causal_mask", "cross_attention")

    def __init__(self, *functions, **named):
        heads = load_heads()
        sources = [_head(heads, *chosen) for chosen in HEADS]
        settings = {"sources": [*sources, _readers(load_library()), SMALL]}
        super().__init__(*functions, settings=settings, **named)


def _head(heads, text, number, token):
    """Return a sentence with Q, K and V of one head, as the page needs them."""
    rows = heads.sentences[heads.texts.index(text)]
    width = heads.qkv(text)[0].shape[1] // heads.num_heads
    columns = slice((number - 1) * width, number * width)
    return {
        "name": f"head {number}: “{text}”",
        "note": f"Self-attention in layer {heads.layer + 1}, head {number} of the encoder that "
        "made our library. [CLS] and [SEP] are markers that it puts around every sentence.",
        "rows": rows,
        "query": rows.index(token),
        **{
            name: part[:, columns].round(2).tolist()
            for name, part in zip("QKV", heads.qkv(text), strict=True)
        },
    }


def _readers(library):
    """Return readers' questions and books in as few columns as keep their matches."""
    books = [library.book(title) for title in BOOKS]
    questions = np.array([library.question(text) for text in READERS.values()])
    left, sizes, right = np.linalg.svd(
        LOUDNESS * questions @ library.vectors[books].T, full_matrices=False
    )
    # The same signs on every machine.
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(len(sizes))])
    return {
        "name": "four readers, six books",
        "note": f"Cross-attention: four readers ask ({', '.join(READERS.values())}), and six books "
        f"are read. Their rows of 384 numbers are projected to {len(sizes)}, which keeps the "
        "matches. A book’s value is the year it was written. There is no causal mask between two "
        "sequences.",
        "rows": list(READERS),
        "keys": [library.short_titles[i] for i in books],
        "query": 0,
        "Q": (left * signs * np.sqrt(sizes)).round(2).tolist(),
        "K": (right.T * signs * np.sqrt(sizes)).round(2).tolist(),
        "V": [[int(library.years[i])] for i in books],
    }
