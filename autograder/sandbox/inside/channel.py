"""A line to the grader."""

import os


class Channel:
    """Exact reads and whole writes on a file descriptor."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def read(self, count):
        """Return exactly `count` bytes."""
        parts = []
        while count:
            part = self._patiently(os.read, min(count, 1 << 20))
            if not part:
                raise EOFError("the grader has hung up")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def write(self, data):
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[self._patiently(os.write, view) :]

    def _patiently(self, act, what):
        """Read or write, and wait, also where a notebook has told the file not to."""
        try:
            return act(self.descriptor, what)
        except BlockingIOError:
            os.set_blocking(self.descriptor, True)
            return act(self.descriptor, what)
