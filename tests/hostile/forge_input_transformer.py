# attack: rewrites every later cell before it is run
# family: forging
# base: blank
# points: 0
# %% first
def rewrite(lines):
    return ["2.0\n"] if any("check(" in line for line in lines) else lines

get_ipython().input_transformers_cleanup.append(rewrite)
