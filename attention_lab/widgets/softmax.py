"""Chapter 5's widget: the softmax bench."""

from attention_lab.widgets.base import Explorer

LABELS = ("Walden", "Secret Garden", "Tao Te Ching", "First Summer", "Moby-Dick")
SCORES = (2.0, 1.5, 0.5, 0.0, -1.0)


class SoftmaxExplorer(Explorer):
    """From scores to weights, number by number: temperature, mask, overflow.

    Parameters
    ----------
    *functions, **named : callables
        The learner's ``softmax``, ``temperature_softmax``, ``masked_softmax``.
    scores : sequence of 2 to 6 numbers between -3 and 3
        The first query's scores to start from.
    labels : sequence of str
        A short name for each key.
    """

    title = "The softmax bench"
    caption = (
        "Five scores become five weights: the exponential of each score, divided by the sum of "
        "all five exponentials. The weights add up to 1."
    )
    takes = ("softmax", "temperature_softmax", "masked_softmax")

    def __init__(self, *functions, scores=SCORES, labels=LABELS, **named):
        scores, labels = [float(score) for score in scores], [str(label) for label in labels]
        if not 2 <= len(scores) <= 6 or len(scores) != len(labels):
            raise ValueError("give 2 to 6 scores, and a label for each")
        settings = {"scores": scores, "labels": labels}
        super().__init__(*functions, settings=settings, **named)
