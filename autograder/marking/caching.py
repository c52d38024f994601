"""Results that are kept while there is room for them."""

from collections import OrderedDict


class Kept:
    """Texts by what they were made from; the ones not asked for longest go first.

    Parameters
    ----------
    most : int
        Characters of all keys and texts together.
    """

    def __init__(self, most):
        self.most, self.size, self._texts = most, 0, OrderedDict()

    def get(self, key):
        """Return the text made from a key, a text or a tuple of texts, or None."""
        text = self._texts.get(key)
        if text is not None:
            self._texts.move_to_end(key)
        return text

    def put(self, key, text):
        """Keep a text, unless it alone would take a tenth of the room; return it."""
        size = _size(key) + len(text)
        if size > self.most // 10 or key in self._texts:
            return text
        self._texts[key] = text
        self.size += size
        while self.size > self.most:
            old, its_text = self._texts.popitem(last=False)
            self.size -= _size(old) + len(its_text)
        return text


def _size(key):
    return len(key) if isinstance(key, str) else sum(len(str(part)) for part in key)
