"""The course's widgets, one a chapter. Each works without arguments, and with your functions."""

from attention_lab.widgets.shelf import ShelfExplorer
from attention_lab.widgets.softmax import SoftmaxExplorer

__all__ = ["ShelfExplorer", "SoftmaxExplorer"]
