# attack: crashes the interpreter
# family: resources
# base: solved
# points: 7
# %% last
import ctypes
ctypes.string_at(0)
