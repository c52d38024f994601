"""What every widget shares: its script and style, its still picture, and the learner's function."""

import html
import re
from pathlib import Path
from typing import ClassVar

import anywidget
import traitlets

from attention_lab.checking import stored
from attention_lab.widgets.learner import Diagnosis, answer_call

_HERE = Path(__file__).parent
_SHARED = ("core", "ui", "predict", "learner")
_OWN_IMPORT = re.compile(r'^import \{[^}]*\} from "\./\w+\.js";\n', re.MULTILINE)


def script(name, shared=_SHARED):
    """Return one self-contained ES module: the shared scripts and the widget's own, in order."""
    parts = [(_HERE / f"{part}.js").read_text("utf-8") for part in (*shared, name)]
    return "\n".join(_OWN_IMPORT.sub("", part) for part in parts)


def style(name):
    """Return the shared style and, where there is one, the widget's own."""
    files = (_HERE / "style.css", _HERE / f"{name}.css")
    return "\n".join(file.read_text("utf-8") for file in files if file.exists())


def _exercises():
    """Return the names of the course's functions, as far as they are known here."""
    try:
        return stored.names()
    except FileNotFoundError:
        return []


class Explorer(anywidget.AnyWidget):
    """A widget that computes in the page, and in a notebook on the learner's own functions.

    A subclass in ``NAME.py`` is drawn by ``NAME.js`` beside it, with ``NAME.css`` and the still
    picture ``NAME.svg`` where these exist.

    Parameters
    ----------
    *functions : callables
        The learner's functions. Each is matched to the contract by its name; a function of
        another name takes the first place that is still free.
    settings : dict, optional
        What the picture starts from; anything JSON can say.
    **named : callables
        The learner's functions by the contract's names.

    Raises
    ------
    TypeError
        If the widget cannot use a function, or what is given is no function.
    """

    title: ClassVar[str] = ""
    caption: ClassVar[str] = ""
    takes: ClassVar[tuple] = ()
    shared: ClassVar[tuple] = _SHARED

    settings = traitlets.Dict().tag(sync=True)
    learner = traitlets.List().tag(sync=True)
    ask = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs):
        # ipywidgets subclasses once more to add traits: that class is dressed already.
        if "_esm" not in cls.__dict__:
            cls.stem = cls.__module__.rpartition(".")[2]
            cls._esm = script(cls.stem, cls.shared)
            cls._css = style(cls.stem)
        super().__init_subclass__(**kwargs)

    def __init__(self, *functions, settings=None, **named):
        self._guessed = {}
        self._functions = self._match(functions, named)
        self._diagnoses = {name: Diagnosis(f, name) for name, f in self._functions.items()}
        super().__init__(settings=settings or {}, learner=list(self._functions))
        self.observe(self._on_ask, names="ask")

    def _match(self, functions, named):
        """Return the learner's functions by the names of the contract."""
        me = type(self).__name__
        known = ", ".join(self.takes) or "no functions"
        matched = dict(named)
        for function in functions:
            free = [name for name in self.takes if name not in matched]
            own = getattr(function, "__name__", "")
            if own in matched:
                raise TypeError(f"{me} is given {own} twice")
            if own in _exercises() and own not in free:
                raise TypeError(f"{me} takes {known}, not {own}")
            if not free:
                raise TypeError(f"{me} has no use for one more function")
            place = own if own in free else free[0]
            matched[place] = function
            if own != place and len(self.takes) > 1:
                self._guessed[place] = (
                    f"{own if own.isidentifier() else 'A function without a name'} is taken for "
                    f"{place}. For another place name it: {me}({self.takes[-1]}=…)."
                )
        for name, function in matched.items():
            if name not in self.takes:
                raise TypeError(f"{me} takes {known}, not {name}")
            if not callable(function):
                raise TypeError(f"{name} must be a function, not {type(function).__name__}")
        return {name: matched[name] for name in self.takes if name in matched}

    def prepare(self, name, args, kwargs):
        """Return the arguments for the learner's function `name`.

        The page sends what it knows; a widget whose arrays stay in Python puts them in here.
        """
        return args, kwargs

    def _on_ask(self, change):
        """Run the learner's functions on what the page sent, and send back what came of it."""
        asked = change["new"]
        results = []
        for call in asked.get("calls", []):
            function = self._functions.get(call["function"])
            if function is not None:
                results.append(answer_call(function, call, self.prepare))
        answer = {"id": asked.get("id"), "results": results, "guessed": self._guessed}
        # The picture need not wait for the check, which is made once.
        if not all(diagnosis.made for diagnosis in self._diagnoses.values()):
            self.answer = {**answer, "verdicts": {}}
        verdicts = {name: self._diagnoses[name].verdict() for name in self._functions}
        self.answer = {**answer, "verdicts": verdicts}

    def still(self):
        """Return the picture that stands in for the widget without a script, and in print."""
        file = _HERE / f"{self.stem}.svg"
        picture = file.read_text("utf-8") if file.exists() else ""
        return (
            f'<figure class="aw-still" data-model-id="{self.model_id}">{picture}'
            f"<figcaption>{html.escape(self.caption)}</figcaption></figure>"
        )

    def _repr_mimebundle_(self, **kwargs):
        """Offer the live widget, and the still picture for everything that cannot run it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        words = f"[{self.title}] {self.caption}"
        return {**data, "text/plain": words, "text/html": self.still()}, metadata
