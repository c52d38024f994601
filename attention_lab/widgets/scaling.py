"""Chapter 4's widget: the spread of dot products, and what it does to the attention weights."""

from attention_lab.widgets.base import Explorer


class ScalingExplorer(Explorer):
    """How widely random dot products spread with d_k, and what dividing them does.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``scaled_scores``.
    seed : int
        Where the page's random numbers start.
    """

    title = "The spread"
    caption = (
        "How widely 2,000 dot products of random vectors spread, for widths from 1 to 1,024. "
        "Below, the softmax turns one row of 8 such scores into attention weights, and one of them "
        "takes most."
    )
    takes = ("scaled_scores",)

    def __init__(self, *functions, seed=26, **named):
        settings = {"seed": int(seed), "rows": 250, "keys": 8, "start": 4}
        super().__init__(*functions, settings=settings, **named)
