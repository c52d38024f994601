"""The sandbox: what a notebook can reach, what it can use, and what is left of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import grading_help as help
import numpy as np
import psutil
import pytest
from conftest import missing
from grading_help import needs_sandbox, sandbox

from attention_lab.checking.calls import Call, Foreign, Seed
from autograder.paths import ROOT
from autograder.sandbox import IsolationError, Limits, Sandbox, libraries

pytestmark = needs_sandbox

ADD = "def add(x, y=1):\n    return x + y"


def run(*cells, requests=(), place=None, **files):
    names = sorted({name for name, _ in requests})
    return (place or sandbox()).run(cells, requests, names, files=files)


def printed(*cells, place=None):
    """Return what the last cell has printed, or the name of what it raised."""
    outputs = run(*cells, place=place).outputs[-1]
    return "".join(o.get("text", o.get("ename", "")) for o in outputs).strip()


@pytest.fixture(scope="module")
def landlocked():
    try:
        place = Sandbox(help.QUICK, levels=("landlock",))
    except IsolationError as error:
        missing(str(error))
    with place:
        yield place


@pytest.fixture(params=["namespaces", "landlock"])
def place(request):
    if request.param == "landlock":
        return request.getfixturevalue("landlocked")
    return sandbox()


def outcome(*cells, call, name="add", place=None):
    return run(*cells, requests=[(name, call)], place=place).outcomes[0]


def test_a_function_turns_inputs_into_outputs(place):
    got = outcome(ADD, call=Call((np.arange(3.0),), {"y": 2}), place=place)

    assert got.kind == "value"
    np.testing.assert_array_equal(got.value, [2.0, 3.0, 4.0])


def test_a_seed_becomes_the_same_generator(place):
    code = "def add(rng):\n    return rng.standard_normal(4)"
    got = outcome(code, call=Call((Seed(5),)), place=place)

    np.testing.assert_array_equal(got.value, np.random.default_rng(5).standard_normal(4))


def test_cells_share_a_namespace_and_a_failing_one_stops_none():
    result = run("x = 1", "y = x + 1", "1 / 0", "print(y)")

    assert [len(outputs) for outputs in result.outputs] == [0, 0, 1, 1]
    assert result.outputs[2][0]["ename"] == "ZeroDivisionError"
    assert result.outputs[3][0]["text"] == "2\n"


def test_a_name_that_is_rebound_to_a_value_keeps_its_last_function():
    got = outcome(ADD, "add = add(1)", call=Call((1,)))

    assert got.value == 2


def test_a_missing_function_is_missing():
    assert outcome("x = 1", call=Call((1,))).kind == "missing"


def test_figures_and_widgets_show_themselves_and_interact_ends():
    result = run(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "import ipywidgets\n_ = ipywidgets.interact(lambda x: print('x is', x), x=(0, 3))",
    )

    assert any("image/png" in output.get("data", {}) for output in result.outputs[0])
    assert "x is 1" in str(result.outputs[1])


def test_questions_and_shell_escapes_do_no_harm(place):
    assert printed("input('?')", place=place) == "EOFError"
    assert printed("!echo escaped > /tmp/escaped", "print('on')", place=place) == "on"
    assert not os.path.exists("/tmp/escaped")


@pytest.mark.parametrize(
    "path", [ROOT / "solutions", ROOT / "autograder", ROOT / "tests", ROOT / "README.md"]
)
def test_the_rest_of_the_project_cannot_be_read(place, path):
    code = f"import os\nprint([*os.scandir({str(path)!r})] if os.path.isdir({str(path)!r}) else "
    code += f"open({str(path)!r}).read())"

    assert printed(code, place=place) in ("FileNotFoundError", "PermissionError", "[]")


@pytest.mark.parametrize("name", ["solutions", "autograder", "nbgrader", "torch"])
def test_only_what_notebooks_use_can_be_imported(place, name):
    assert printed(f"import {name}", place=place) in ("ModuleNotFoundError", "PermissionError")


def test_the_jail_has_a_root_of_its_own():
    seen = printed("import os\nprint(*os.listdir('/'), *os.listdir('/etc'), *os.listdir('/dev'))")

    assert not {"proc", "sys", "home", "var", "run", "passwd", "shm", "mem"} & set(seen.split())


def test_neither_the_machine_nor_the_users_folders_are_named():
    told = printed(
        "import gc, os, platform, socket, sys, types\n"
        "print(os.uname(), platform.node(), socket.gethostname(), sys.path, sys.argv)\n"
        "print(sys.executable, sys.orig_argv, sys.prefix, sys.base_exec_prefix)\n"
        "print(dict(os.environ), os.getcwd())\n"
        "print({str(getattr(m, '__file__', '')) for m in sys.modules.values()})\n"
        "codes = [f.__code__ for f in gc.get_objects() if isinstance(f, types.FunctionType)]\n"
        "print({code.co_filename for code in codes if len(str(code.co_filename)) < 200})"
    )

    assert "nodename='notebook'" in told
    for name in (str(ROOT), sys.prefix, sys.base_prefix, os.path.expanduser("~/")):
        assert name not in told


def test_what_the_interpreter_has_beside_the_courses_packages_cannot_be_read(place):
    folders = libraries.others_packages()
    modules = [str(file) for folder in folders for file in Path(folder).rglob("*.py")][:9]
    code = (
        "import os, sys\n"
        f"sys.path += {[*folders, *libraries.Jail().hidden]!r}\n"
        f"for path in {modules!r}:\n"
        "    try: print(open(path).read()[:9])\n"
        "    except OSError: pass\n"
        "import setuptools, pip"
    )

    assert modules
    assert printed(code, place=place) in ("ModuleNotFoundError", "PermissionError")


def test_libraries_cannot_be_changed(place):
    code = "import numpy\nopen(numpy.__file__, 'a')"

    assert printed(code, place=place) in ("OSError", "PermissionError")


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.socket()",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))",
        "import os\nos.fork()",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
        "import os, sys\nos.execv(sys.executable, ['x'])",
    ],
)
def test_no_socket_no_process_no_program(place, code):
    assert printed(code, place=place) == "PermissionError"


# By architecture, from the kernel's asm/unistd_64.h and asm-generic/unistd.h.
UNNEEDED = {
    "x86_64": {"ptrace": 101, "mount": 165, "unshare": 272, "memfd_create": 319, "bpf": 321},
    "aarch64": {"ptrace": 117, "mount": 40, "unshare": 97, "memfd_create": 279, "bpf": 280},
}


@pytest.mark.parametrize("name", UNNEEDED["x86_64"])
def test_calls_that_notebooks_do_not_need_are_not_there(place, name):
    number = UNNEEDED[os.uname().machine][name]
    code = f"import ctypes\nc = ctypes.CDLL(None, use_errno=True)\nprint(c.syscall({number}, 0, 0))"

    assert printed(code, place=place) == "-1"


def test_a_notebook_is_nobody_and_cannot_become_anybody():
    assert printed("import os\nprint(os.getuid(), os.geteuid())") == "65534 65534"
    assert printed("import os\nos.setuid(0)") in ("OSError", "PermissionError")


def test_signals_reach_nobody_else(place):
    code = f"import os\nfor pid in ({os.getpid()}, {os.getppid()}, -1):\n    os.kill(pid, 9)"

    assert printed(code, place=place) in ("PermissionError", "ProcessLookupError")


def test_memory_ends_before_the_machine_does():
    assert printed("x = bytearray(4 << 30)") == "MemoryError"
    assert printed("x = []\nwhile True:\n    x.append(bytearray(1 << 26))") == "MemoryError"


def test_threads_are_limited():
    code = (
        "import threading, time\n"
        "started = [threading.Thread(target=time.sleep, args=(2,), daemon=True)"
        " for _ in range(200)]\n"
        "for thread in started:\n    thread.start()"
    )

    assert printed(code) == "RuntimeError"


def test_files_are_limited_one_by_one_and_together():
    assert printed("open('big', 'wb').write(bytes(64 << 20))") == "OSError"
    many = "for i in range(99):\n    open(str(i), 'wb').write(bytes(4 << 20))"
    assert printed(many) == "OSError"


def test_what_is_printed_is_cut_where_it_is_written():
    start = time.process_time()
    result = run("for _ in range(2000):\n    print('x' * 100_000)")

    assert len(str(result.outputs)) < 100_000
    assert time.process_time() - start < 1  # this process has not read 200 MB


def test_much_output_in_letters_that_take_most_room_ends_no_cell():
    much = "print('\N{HIRAGANA LETTER NO}' * 19_000)\nfor _ in range(99): display('\x01' * 999)"
    got = run(ADD, *[much] * 40, requests=[("add", Call((1,)))])

    assert not got.stopped
    assert got.outcomes[0].value == 2
    assert len(got.outputs[1]) == 100
    assert got.outputs[40] == []


def test_an_output_that_is_replaced_takes_no_room():
    again = (
        "place = display('x', display_id=True)\nfrom IPython.display import clear_output\n"
        "for _ in range(300): place.update('x' * 20_000)\n"
        "for _ in range(300):\n    clear_output()\n    display('x' * 20_000)"
    )
    got = run(again, "1 + 1")

    assert got.outputs[1][0]["data"]["text/plain"] == "2"


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "import time\ntime.sleep(1e6)",
        "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
        "import signal\nsignal.setitimer(signal.ITIMER_PROF, 0)\nsignal.setitimer("
        "signal.ITIMER_REAL, 0)\nwhile True: pass",
    ],
)
def test_a_loop_costs_its_limit_and_the_rest_still_counts(loop):
    got = run(ADD, loop, "print('on')", requests=[("add", Call((1,)))])

    assert got.stopped or got.outputs[1][-1]["ename"] == "TimeUp"
    assert got.outputs[2][0]["text"] == "on\n"
    assert got.outcomes[0].value == 2


@pytest.mark.parametrize(
    "end",
    [
        "import os\nos._exit(0)",
        "import ctypes\nctypes.string_at(0)",
        "import os\nos.abort()",
        "import os\nos.closerange(3, 999)",
        "import os\nfor f in range(3, 64):\n  try: os.write(f, b'x' * 99)\n  except OSError: 0",
    ],
)
def test_a_cell_that_ends_the_process_is_left_out_of_the_next_run(end):
    got = run(ADD, end, "print('on')", requests=[("add", Call((1,)))])

    assert list(got.stopped) == [1]
    assert got.outputs[2][0]["text"] == "on\n"
    assert got.outcomes[0].value == 2


@pytest.mark.parametrize("end", ["while True: pass", "import os; os._exit(0)"])
def test_a_function_that_does_not_come_back_loses_its_own_calls_only(end):
    code = f"def lost(x):\n    {end}\n\n{ADD}"
    requests = [("lost", Call((1,))), ("lost", Call((2,))), ("add", Call((1,)))]
    got = run(code, requests=requests)

    assert [one.kind for one in got.outcomes] == ["lost", "lost", "value"]


def test_what_is_too_large_or_no_array_does_not_come_back():
    big = "import numpy as np\ndef add(x):\n    return np.zeros(1 << 23)"
    assert outcome(big, call=Call((1,))).kind == "lost"
    thing = outcome("class Thing: pass\ndef add(x):\n    return Thing()", call=Call((1,)))
    assert thing.value == Foreign("Thing")


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("print(x)", ("printed",)),
        ("raise ValueError('no')", ("refused",)),
        ("if x.shape % 2: raise ValueError('no')", ()),
        ("return np.ma.masked_array(x, x > 1)", ("masked",)),
    ],
)
def test_what_is_seen_beside_the_result_comes_back_with_it(body, notes):
    code = f"import numpy as np\ndef add(x):\n    {body}"

    assert outcome(code, call=Call((np.arange(3.0),))).notes == notes


def test_a_lying_value_is_only_a_value():
    code = (
        "import numpy as np\n"
        "class Liar(np.ndarray):\n"
        "    def __eq__(self, other): return True\n"
        "def add(x):\n    return np.zeros(2).view(Liar)"
    )
    got = outcome(code, call=Call((1,)))

    assert type(got.value) is np.ndarray
    np.testing.assert_array_equal(got.value, [0, 0])


def test_nothing_is_left_for_the_next_notebook(place):
    run("import numpy\nnumpy.left = 1", "open('left', 'w').write('x')", place=place)
    seen = printed("import numpy, os\nprint(hasattr(numpy, 'left'), os.listdir())", place=place)

    assert seen == "False []"


def test_the_courses_files_are_beside_the_notebook(place):
    result = run("import steps\nprint(steps.x)", place=place, **{"steps.py": "x = 3"})

    assert result.outputs[0][0]["text"] == "3\n"


def test_no_process_survives_its_notebook():
    place = sandbox()
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()"
    run(code, place=place)
    warm = psutil.Process(place._zygote._process.pid).children()

    assert [process.children() for process in warm] == [[]]


def test_a_killed_grader_leaves_no_process_behind():
    code = (
        "from autograder.sandbox import Sandbox\n"
        "with Sandbox() as place:\n"
        "    print(place._zygote._process.pid, flush=True)\n"
        "    place.run(['while True: pass'])\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with grader.stdout:
        top = psutil.Process(int(grader.stdout.readline()))
    deadline = time.monotonic() + 20
    while not any(one.children() for one in top.children()) and time.monotonic() < deadline:
        time.sleep(0.05)
    family = [top, *top.children(recursive=True)]
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    _, alive = psutil.wait_procs(family, timeout=20)

    assert len(family) == 3
    assert alive == []


def test_a_warm_process_that_has_died_is_replaced():
    with Sandbox(help.QUICK, levels=("namespaces",)) as place:
        place._zygote._process.kill()
        place._zygote._process.wait()

        assert printed("print('on')", place=place) == "on"


def test_without_isolation_nothing_runs_unless_that_is_accepted():
    with pytest.raises(IsolationError):
        Sandbox(levels=("none",))

    with Sandbox(accept_none=True, levels=("none",)) as place:
        assert place.level == "none"
        assert outcome(ADD, call=Call((1,)), place=place).value == 2


def test_a_child_that_cannot_be_locked_up_is_the_graders_fault_not_the_learners():
    limits = Limits(scratch_bytes=-1)
    with pytest.raises(IsolationError, match="mount"):
        Sandbox(limits, levels=("namespaces",))
