# attack: a regular expression that takes years
# family: resources
# base: solved
# points: 7
# %% last
import re
re.match(r"(a+)+$", "a" * 60 + "b")
