# attack: the folder for the assignment is a link to the instructor's, with solutions
# family: links
# base: blank
# points: 0
# hides: What to look for
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to(f"../../source/{neighbour.name}")
