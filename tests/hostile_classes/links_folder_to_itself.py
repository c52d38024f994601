# attack: the folder for the assignment is a link to itself
# family: links
# base: solved
# points: 0
# %% build
import shutil
shutil.rmtree(folder)
folder.symlink_to(folder.name)
