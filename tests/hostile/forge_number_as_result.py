# attack: makes a display hook that emits full points for every cell
# family: forging
# base: blank
# points: 0
# %% first
import sys
ip = get_ipython()
ip.events.register("post_run_cell", lambda result: ip.displayhook(2.0))
sys.displayhook(2.0)
2.0
