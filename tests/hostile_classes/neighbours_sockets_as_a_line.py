# attack: a neighbour calls in every way there is, and another one listens
# family: neighbours
# base: solved
# points: 7
# alone: yes
# hides: heard a neighbour
# %% first
import os, select, socket, time
heard, lines = [], []
for family, kind, name in (
    (socket.AF_UNIX, socket.SOCK_DGRAM, "\0mallory-line"), (socket.AF_UNIX, socket.SOCK_DGRAM, "/tmp/mallory-line"),
    (socket.AF_UNIX, socket.SOCK_DGRAM, "mallory-line"), (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 47_113)),
):
    try:
        line = socket.socket(family, kind)
        line.bind(name)
        lines.append(line)
    except OSError:
        pass
for round in range(40):
    heard += select.select(lines, [], [], 0)[0] if lines else []
    for place in ("/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "."):
        try:
            heard += [name for name in os.listdir(place) if name == "mallory-note"]
        except OSError:
            pass
    time.sleep(0.1)
print("heard", "a neighbour" if heard else "nothing")
# %% build
import json
speaker = submitted / "aa-speaks" / folder.name
speaker.mkdir(parents=True)
data = json.loads((folder / name).read_text())
for cell in data["cells"]:
    if "heard, lines" in "".join(cell["source"]):
        cell["source"] = "import socket, time\nfor round in range(40):\n    for family, name in ((socket.AF_UNIX, '\\0mallory-line'), (socket.AF_UNIX, '/tmp/mallory-line'), (socket.AF_UNIX, 'mallory-line'), (socket.AF_INET, ('127.0.0.1', 47_113))):\n        for pair in (False, True):\n            try:\n                line = socket.socketpair(family, socket.SOCK_DGRAM)[0] if pair else socket.socket(family, socket.SOCK_DGRAM)\n                line.sendto(b'hello', name)\n            except (OSError, ValueError):\n                pass\n    for place in ('/tmp', '/dev/shm', '/dev/mqueue', '/var/tmp'):\n        try:\n            open(place + '/mallory-note', 'w').close()\n        except OSError:\n            pass\n    time.sleep(0.1)"
(speaker / name).write_text(json.dumps(data))
