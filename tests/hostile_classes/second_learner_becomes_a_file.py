# attack: the learner's folder is a file after the first run
# family: second run
# base: solved
# points: 7
# then: 7
# %% again
import shutil
shutil.rmtree(learner)
learner.write_text("nobody")
