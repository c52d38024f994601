# attack: two learners whose names look the same
# family: names
# base: solved
# points: 7
# learner: 'Jos\xe9'
# %% build
import shutil
shutil.copytree(learner, submitted / "Jose\u0301")
