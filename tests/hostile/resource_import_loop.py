# attack: imports a module that never ends
# family: resources
# base: solved
# points: 7
# %% last
open("endless.py", "w").write("while True:\n    pass\n")
import endless
