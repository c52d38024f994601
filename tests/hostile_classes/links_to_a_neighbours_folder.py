# attack: the folder for the assignment is a link to a neighbour's
# family: links
# base: blank
# points: 0
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to(f"../{neighbour.parent.name}/{neighbour.name}")
