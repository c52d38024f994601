"""What the corpus of attacks is watched by, and what holds it should the sandbox fail.

`Watch` lays out files, sockets and secrets that nobody should touch or tell, and says afterwards
what has become of them. `guard` lowers the limits of the process that starts the sandbox, for good
and for all that it starts: they stand behind the sandbox's own.
"""

import contextlib
import fcntl
import hashlib
import os
import resource
import secrets
import selectors
import socket
import tempfile
import threading
from functools import cache
from pathlib import Path

import numpy as np
import psutil

import attention_lab

from ..chapters.release import released_notebook
from ..paths import ROOT
from ..sandbox.inside.root import NOBODY

SPARE_PROCESSES = 128
SHARED = Path("/dev/shm")
CHAPTER = "05-softmax"
LAB = Path(attention_lab.__file__).parent
_TELLING = 30  # characters: a shorter line of code may be anybody's
_TELLTALE = (
    "solutions/softmax.py",
    "autograder/exercises/softmax.py",
    "autograder/marking/questions.py",
)


def guard(address_space=8 << 30, file_bytes=256 << 20, cpu=900):
    """Lower the limits of this process and of its children; they cannot be raised again.

    Parameters
    ----------
    address_space, file_bytes : int
        Bytes: of memory, and of the largest file.
    cpu : int
        Seconds of computing.
    """
    running = 0
    for process in psutil.process_iter(["num_threads"]):
        running += process.info["num_threads"] or 0
    wanted = {
        resource.RLIMIT_AS: address_space,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_NPROC: running + SPARE_PROCESSES,
        resource.RLIMIT_CORE: 0,
    }
    for number, value in wanted.items():
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


@contextlib.contextmanager
def deadline(seconds, warm_pid):
    """Kill the sandbox's warm process, and with it all its children, should time run out.

    Parameters
    ----------
    seconds : float
        On the clock; the sandbox's own limits come long before.
    warm_pid : callable
        Returns the number of the process.
    """

    def kill():
        with contextlib.suppress(psutil.Error):
            psutil.Process(warm_pid()).kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class Watch:
    """Files, sockets, processes and secrets that nobody should change, reach, leave or tell.

    Attributes
    ----------
    folder : Path
        Holds a gradebook, a reference and another submission, all writable to everybody.
    port : int
        Listened to on this machine, by TCP and by UDP.
    secret : str
        Stands in the files, in this process's environment and in shared memory.
    changed : list of str
        The files that had changed when it was last asked what was touched.
    """

    def __init__(self):
        self.secret = secrets.token_hex(16)
        self._stack = contextlib.ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="canary-")))
        self._lay_out()
        self._selector = self._stack.enter_context(selectors.DefaultSelector())
        self.port = self._listen()
        library = os.open(np.__file__, os.O_RDONLY)
        self._stack.callback(os.close, library)
        fcntl.flock(library, fcntl.LOCK_SH)  # as another submission might
        self.changed = []
        self._before = self._files()

    def touched(self, warm_pid=None, namespaces=True):
        """Return what has been touched since the last time: "files", "network", "processes".

        Parameters
        ----------
        warm_pid : int, optional
            The process that the sandbox has started, where one is running.
        namespaces : bool
            Whether its child is the warm one, or it is itself.
        """
        found = []
        files = self._files()
        self.changed = sorted(
            name for name in files | self._before if files.get(name) != self._before.get(name)
        )
        if self.changed:
            found.append("files")
            self._before = files
        if self._called():
            found.append("network")
        if warm_pid is not None and left_behind(warm_pid, namespaces):
            found.append("processes")
        return tuple(found)

    def told(self, text, own=""):
        """Whether a text has something in it that only this side knows.

        Parameters
        ----------
        text : str
            What a submission has put out.
        own : str
            What it held from the start.
        """
        return self.secret in text or any(
            line in text and line not in own for line in telling_lines()
        )

    def close(self):
        """Stop watching, and take everything away."""
        os.environ.pop("GRADING_CANARY", None)
        self._stack.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _lay_out(self):
        for name in ("gradebook.db", "solutions/softmax.py", "submitted/other/notebook.ipynb"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {self.secret} of {name}\n")
            path.chmod(0o666)
        for folder in (self.folder, *self.folder.rglob("*/")):
            folder.chmod(0o777)
        os.environ["GRADING_CANARY"] = self.secret
        if os.access(SHARED, os.W_OK):
            shared = SHARED / self.folder.name
            shared.write_text(self.secret)
            shared.chmod(0o666)
            self._stack.callback(shared.unlink, missing_ok=True)

    def _listen(self):
        tcp = socket.create_server(("127.0.0.1", 0))
        port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", port))
        lines = [tcp, udp]
        for kind, names in (
            (socket.SOCK_STREAM, (f"\0grading-canary-{port}", str(self.folder / "socket"))),
            (socket.SOCK_DGRAM, (f"\0grading-datagrams-{port}", str(self.folder / "datagrams"))),
        ):
            for name in names:
                line = socket.socket(socket.AF_UNIX, kind)
                line.bind(name)
                if kind == socket.SOCK_STREAM:
                    line.listen()
                lines.append(line)
            Path(names[1]).chmod(0o777)
        for line in lines:
            line.setblocking(False)
            self._stack.enter_context(line)
            self._selector.register(line, selectors.EVENT_READ)
        return port

    def _called(self):
        """Whether anybody has called, and hang up, however often it was."""
        called = False
        while calls := self._selector.select(0):
            called = True
            for key, _ in calls:
                with contextlib.suppress(OSError):
                    if key.fileobj.type == socket.SOCK_DGRAM:
                        key.fileobj.recv(1 << 16)
                    else:
                        key.fileobj.accept()[0].close()
        return called

    def _files(self):
        """Return everything in the watched folder, and what of the machine an attack goes for."""
        seen = {}
        spoilt = [Path(module.__file__) for module in (np, attention_lab, os)]
        mine = [self.folder, *self.folder.rglob("*")]
        for path in sorted([*mine, *(ROOT / "solutions").glob("*.py"), *spoilt]):
            status = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            rights = (status.st_mode, status.st_uid, status.st_gid, status.st_nlink)
            seen[str(path)] = (*rights, status.st_mtime_ns, tuple(os.listxattr(path)), content)
        seen["library"] = sorted(os.listdir(Path(np.__file__).parent))
        return seen


def left_behind(warm_pid, namespaces=True):
    """Return the processes that a submission has left, which is everything below the warm one."""
    top = psutil.Process(warm_pid)
    warm = top.children() if namespaces else []
    known = {top.pid, *(process.pid for process in warm)}
    left = [one for one in top.children(recursive=True) if one.pid not in known]
    for process in psutil.process_iter(["uids", "pid"]) if os.geteuid() == 0 else ():
        with contextlib.suppress(psutil.Error):
            uids = process.info["uids"]
            if uids and uids.real == NOBODY and process.pid not in known and process not in left:
                left += [process] if top in process.parents() else []
    return left


@cache
def telling_lines():
    """Return lines of the reference and of the checks, which no output should hold."""
    found = set()
    for name in _TELLTALE:
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            found |= {line.strip()} if len(line.strip()) >= _TELLING else set()
    learners = [path.read_text(encoding="utf-8") for path in LAB.rglob("*.py")]
    learners += [cell.source for cell in released_notebook(CHAPTER).cells]
    for text in learners:
        found -= {line for line in found if line in text}
    return tuple(sorted(found))
