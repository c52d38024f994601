# attack: calls itself without end, past Python's own limit
# family: resources
# base: solved
# points: 7
# %% last
import sys
sys.setrecursionlimit(10**9)
def deeper(f=lambda x: x):
    return [deeper()]
deeper()
