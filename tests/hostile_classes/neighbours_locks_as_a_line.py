# attack: a neighbour locks the shared files, and another one sees which
# family: neighbours
# base: solved
# points: 7
# alone: yes
# hides: heard a neighbour
# %% first
import fcntl, time
import numpy
heard = []
for round in range(40):
    for path in ("/dev/null", numpy.__file__, numpy.linalg.__file__, time.__spec__.origin or "", "/dev/zero"):
        try:
            with open(path, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                fcntl.flock(file, fcntl.LOCK_UN)
        except BlockingIOError:
            heard.append(path)
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
    if "heard = []" in "".join(cell["source"]):
        cell["source"] = "import fcntl, time, numpy\nheld = []\nfor path in ('/dev/null', numpy.__file__, numpy.linalg.__file__, '/dev/zero'):\n    try:\n        held.append(open(path, 'rb'))\n        fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)\n    except OSError:\n        pass\ntime.sleep(5)"
(speaker / name).write_text(json.dumps(data))
