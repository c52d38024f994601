# attack: talks to a socket of another process by its abstract name
# family: leaks
# base: solved
# points: 7
# %% last
import socket
here, there = socket.socketpair()
socket.SocketType(socket.AF_UNIX).connect("\0/tmp/.X11-unix/X0")
