# attack: the learner's folder is a link to a neighbour's
# family: links
# base: blank
# points: 0
# %% build
import shutil
shutil.rmtree(learner)
learner.symlink_to(neighbour.parent.name)
