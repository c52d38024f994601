"""At a chapter's end: what the reader predicted, and what it was."""

from attention_lab.widgets.base import Explorer


class LookBack(Explorer):
    """Lists the predictions that the reader's browser has kept.

    Parameters
    ----------
    *keys : str
        Which widgets' predictions to show, by the widgets' stems: ``LookBack("softmax")``.
    """

    title = "Your predictions"
    caption = "What you predicted in this chapter's widget is kept in your browser, and shown here."
    shared = ()

    def __init__(self, *keys):
        if not keys:
            raise ValueError('name a widget, as in LookBack("softmax")')
        super().__init__(settings={"keys": [str(key) for key in keys]})
