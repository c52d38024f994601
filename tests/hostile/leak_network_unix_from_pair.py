# attack: calls a named socket from one half of a pair that it is allowed to have
# family: leaks
# base: solved
# points: 7
# %% last
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
    here, there = socket.socketpair(socket.AF_UNIX, kind)
    for name in (b"CANARY/socket", b"\0grading-canary-PORT"):
        address = b"\x01\0" + name
        libc.syscall(42, here.fileno(), address, len(address))
        libc.syscall(44, here.fileno(), b"stolen", 6, 0, address, len(address))
        try:
            here.sendto(b"stolen", name)
        except (OSError, TypeError):
            pass
