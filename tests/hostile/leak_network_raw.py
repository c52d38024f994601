# attack: makes its socket by the system call itself
# family: leaks
# base: solved
# points: 7
# %% last
import ctypes, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
for number in (41, 198):
    descriptor = libc.syscall(number, 2, 1, 0)
    address = struct.pack(">HH4s8s", 0x0200, PORT, bytes([127, 0, 0, 1]), b"")
    libc.connect(descriptor, address, len(address))
