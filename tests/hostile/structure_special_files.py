# attack: sockets, pipes and devices beside the notebook
# family: structure
# base: solved
# points: 7
# %% build
import os, socket
os.mkfifo(folder / "pipe.ipynb")
os.mkfifo(folder / "timestamp.txt")
here = os.getcwd()
os.chdir(folder)
line = socket.socket(socket.AF_UNIX)
line.bind("socket.ipynb")
line.close()
os.chdir(here)
