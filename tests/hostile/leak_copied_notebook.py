# attack: hands in a link to someone else's notebook
# family: leaks
# base: solved
# points: 0
# %% build
import os
theirs = folder.parent / "theirs.ipynb"
os.rename(folder / name, theirs)
(folder / name).symlink_to(theirs)
