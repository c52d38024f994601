# attack: the only notebook has a name of escapes and bytes that are no text
# family: odd files
# base: solved
# points: 7
# %% build
import os
(folder / name).rename(os.fsdecode(os.path.join(os.fsencode(folder), b"05-softmax \x1b[2J\xff\nursula: 0 of 7.ipynb")))
