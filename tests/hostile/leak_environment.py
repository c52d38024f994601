# attack: tells its environment and its arguments
# family: leaks
# base: blank
# points: 0
# %% last
import os, sys
print(dict(os.environ), sys.argv, sys.orig_argv, sys.path, os.getcwd())
import ctypes
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
count = 0
while environ[count]:
    print(environ[count])
    count += 1
