"""A sandbox that gets warm while the rest of the program is still loading.

Both take a second or two, the one in a process of its own. Every worker then gets a copy of the
warm process, which takes milliseconds, instead of warming one for itself.
"""

import threading

from ..sandbox import Sandbox


class Warming:
    """A sandbox in the making.

    Parameters
    ----------
    accept_none : bool
        Whether to go on where the machine offers no isolation.
    """

    def __init__(self, accept_none=False):
        self._accept_none = accept_none
        self._sandbox = self._error = None
        self._thread = threading.Thread(target=self._start)
        self._thread.start()

    def clone(self):
        """Wait until it is ready; return a sandbox for one worker, or None if the first is gone.

        Raises
        ------
        IsolationError
            If the machine offers no isolation.
        """
        self._thread.join()
        if self._error:
            raise self._error
        try:
            return self._sandbox.clone()
        except OSError:
            return None

    @property
    def protection(self):
        """What is in force, in words; empty where there is no sandbox."""
        self._thread.join()
        return self._sandbox.protection if self._sandbox else ""

    def close(self):
        """End the sandbox, and all that were made from it."""
        self._thread.join()
        if self._sandbox:
            self._sandbox.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self):
        try:
            self._sandbox = Sandbox(accept_none=self._accept_none)
        except Exception as error:
            self._error = error
