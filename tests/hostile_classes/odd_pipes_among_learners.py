# attack: pipes and sockets lie where learners' folders are
# family: odd files
# base: solved
# points: 7
# %% build
import os, socket
os.mkfifo(submitted / "pipe")
os.mkfifo(submitted / "05-softmax.ipynb")
os.mkfifo(learner / "05-softmax.ipynb")
here = os.getcwd()
os.chdir(submitted)
line = socket.socket(socket.AF_UNIX)
line.bind("05-softmax-socket")
line.close()
os.chdir(here)
