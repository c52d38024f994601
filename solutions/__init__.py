"""The instructor's reference: the course's 17 functions in plain NumPy.

One module a chapter. Nothing here may reach a learner before the chapter is over;
``tests/test_house.py`` holds that.
"""

from .attention import attention, causal_mask, cross_attention
from .library import blend, hard_lookup
from .multihead import merge_heads, multi_head_attention, split_heads
from .projection import project, project_qkv
from .scaling import dot_product_std, scaled_scores
from .scoring import cosine_scores, dot_product_scores
from .softmax import masked_softmax, softmax, temperature_softmax

__all__ = [
    "attention",
    "blend",
    "causal_mask",
    "cosine_scores",
    "cross_attention",
    "dot_product_scores",
    "dot_product_std",
    "hard_lookup",
    "masked_softmax",
    "merge_heads",
    "multi_head_attention",
    "project",
    "project_qkv",
    "scaled_scores",
    "softmax",
    "split_heads",
    "temperature_softmax",
]
