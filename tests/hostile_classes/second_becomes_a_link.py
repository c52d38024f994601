# attack: the folder becomes a link to a neighbour's after the first run
# family: second run
# base: blank
# points: 0
# then: 0
# %% again
import shutil
shutil.rmtree(folder)
folder.symlink_to(f"../{neighbour.parent.name}/{neighbour.name}")
