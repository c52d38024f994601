# attack: files whose names hold line ends, escapes and bytes that are no text
# family: odd files
# base: solved
# points: 7
# %% build
import os
for odd in (b"line\nend", b"\x1b[2J\x1b]0;title\x07", b"\xff\xfe", "\u202ekoobeton.ipynb".encode(), b"%s%n", b"-rf"):
    with open(os.path.join(os.fsencode(folder), odd), "w"):
        pass
