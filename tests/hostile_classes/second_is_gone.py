# attack: the folder is gone after the first run
# family: second run
# base: solved
# points: 7
# then: 7
# %% again
import shutil
shutil.rmtree(folder)
