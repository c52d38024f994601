"""The course's widgets, one a chapter. Each works without arguments, and with your functions."""

from attention_lab.widgets.attention import AttentionExplorer
from attention_lab.widgets.head import HeadExplorer
from attention_lab.widgets.lens import LensExplorer
from attention_lab.widgets.lookback import LookBack
from attention_lab.widgets.scaling import ScalingExplorer
from attention_lab.widgets.score import ScoreExplorer
from attention_lab.widgets.shelf import ShelfExplorer
from attention_lab.widgets.softmax import SoftmaxExplorer

__all__ = [
    "AttentionExplorer",
    "HeadExplorer",
    "LensExplorer",
    "LookBack",
    "ScalingExplorer",
    "ScoreExplorer",
    "ShelfExplorer",
    "SoftmaxExplorer",
]
