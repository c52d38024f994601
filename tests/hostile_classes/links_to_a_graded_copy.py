# attack: the folder is a link to where a neighbour's graded copy will lie
# family: links
# base: blank
# points: 0
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to(f"../../autograded/{neighbour.parent.name}/{neighbour.name}")
