# attack: reads the questions that the one before has written down
# family: leaks
# base: blank
# points: 0
# %% last
import glob
print("nobody's:", [path for path in glob.glob("/**/questions", recursive=True)])
assert not glob.glob("/**/questions", recursive=True), "GRADING questions survived"
