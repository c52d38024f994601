"""IPython without a kernel: cells run in this process, and their outputs are recorded.

There is no message loop, so nothing waits for a message: an `interact` cell draws its first state
and goes on. A shell escape would start a process, which the jail refuses.
"""

import builtins
import sys

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Any, Type

from .outputs import Recorder, Stream

NO_PROGRAM = "No program can be started while a notebook is graded."


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        name = (transient or {}).get("display_id")
        self.shell.recorder.display(data, metadata, name, update)

    def clear_output(self, wait=False):
        self.shell.recorder.clear()


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.recorder.result(format_dict, self.prompt_count)

    def log_output(self, format_dict):
        pass

    def finish_displayhook(self):
        self._is_active = False


class NotebookShell(InteractiveShell):
    """A shell that keeps what a notebook's cells put out."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    recorder = Any()

    def init_history(self):
        """Keep the history in memory only."""
        self.config.HistoryManager.enabled = False
        super().init_history()

    def init_io(self):
        """Leave the streams alone."""

    def enable_gui(self, gui=None):
        """Do nothing: there is no window to draw in."""

    def enable_matplotlib(self, gui=None):
        """Draw into the notebook, whatever is asked for: nothing else can be drawn into here."""
        return super().enable_matplotlib("inline")

    def run_line_magic(self, magic_name, line, _stack_depth=1):
        """Run a magic; one that does not work here, or is not there, stops no cell."""
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except Exception as error:
            print(f"%{magic_name}: {_text(error)}", file=sys.stderr)

    def system(self, cmd):
        """Start no program, and go on: the cell may have more to say."""
        self.user_ns["_exit_code"] = 1
        print(NO_PROGRAM, file=sys.stderr)

    def getoutput(self, cmd, split=True, depth=0):
        """Start no program, and return that it has said nothing."""
        self.system(cmd)
        return SList([]) if split else ""

    def ask_exit(self):
        """Do nothing: `exit` ends no notebook."""

    def _showtraceback(self, etype, evalue, stb):
        self.recorder.error(getattr(etype, "__name__", etype), _text(evalue), stb)

    def run(self, source):
        """Run one cell and return its outputs, whatever happens in it."""
        self.recorder.start()
        streams = sys.stdout, sys.stderr, sys.stdin
        sys.stdout, sys.stderr = Stream(self.recorder, "stdout"), Stream(self.recorder, "stderr")
        sys.stdin = None
        try:
            self.run_cell(source, store_history=True, silent=False)
        except BaseException as error:
            self._showtraceback(type(error), error, [f"{type(error).__name__}: {_text(error)}"])
        finally:
            sys.stdout, sys.stderr, sys.stdin = streams
        return self.recorder.outputs


def _text(value):
    try:
        return str(value)
    except BaseException:
        return ""


def _no_input(prompt=""):
    raise EOFError("input() cannot be answered while a notebook is graded")


WARM_UP = (
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np",
    "plt.plot(np.arange(3)); plt.title('$x^2$'); plt.colorbar(plt.imshow(np.eye(3)))",
    "import ipywidgets, anywidget\nipywidgets.interact(lambda x: x, x=(0, 3))",
    "def broken():\n    return [][1]\nbroken()",
    "np.eye(2)",
    "import numpy.random\nfrom attention_lab import figures, load_heads, load_library, widgets",
    "library, heads = load_library(), load_heads()\nfigures.bars(['a'], [1], alt='a')",
    "widgets.SoftmaxExplorer()",
)


def start():
    """Make the process's shell, warm, and with nothing of the warming left in it.

    Raises
    ------
    ImportError
        If what notebooks use does not work here.
    """
    shell = NotebookShell.instance(recorder=Recorder(), colors="nocolor")
    builtins.input = _no_input
    for source in WARM_UP:
        errors = [o for o in shell.run(source) if o["output_type"] == "error"]
        if errors and "broken" not in source:
            raise ImportError("\n".join(errors[0]["traceback"]))
    _draw_once(shell)
    forget_widgets()
    shell.reset(new_session=True)
    shell.execution_count = 1
    shell.recorder = Recorder()
    return shell


def _draw_once(shell):
    """Take the course's figures as the SVG that they are, rather than draw them again as PNG."""
    for kind, picture in (("png", None), ("jpeg", None), ("svg+xml", lambda figure: figure.svg)):
        formatter = shell.display_formatter.formatters[f"image/{kind}"]
        show = picture or (lambda figure: None)
        formatter.for_type_by_name("attention_lab.figures.canvas", "Figure", show)
    html = shell.display_formatter.formatters["text/html"]
    html.for_type_by_name("attention_lab.figures.canvas", "Figure", lambda figure: None)


def forget_widgets():
    """Close every widget that has been made."""
    from ipywidgets import Widget

    Widget.close_all()
