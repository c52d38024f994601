# attack: opens sockets of every kind that the kernel has: netlink, packets, VMs, ciphers
# family: leaks
# base: solved
# points: 7
# %% last
import ctypes, socket
libc = ctypes.CDLL(None, use_errno=True)
for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        for protocol in (0, 15):
            assert libc.syscall(41, family, kind, protocol) == -1, (family, kind)
        if family != 1:
            assert libc.syscall(53, family, kind, 0, (ctypes.c_int * 2)()) == -1, (family, kind)
