# attack: the learner's folder is a link to the instructor's
# family: links
# base: blank
# points: 0
# %% build
import shutil
shutil.rmtree(learner)
learner.symlink_to("../source")
