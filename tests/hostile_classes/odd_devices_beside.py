# attack: a pipe, a socket and, where they can be made, devices lie beside the notebook
# family: odd files
# base: solved
# points: 7
# %% build
import contextlib, os, socket, stat
os.mkfifo(folder / "aa-pipe.ipynb")
with contextlib.suppress(OSError):
    os.mknod(folder / "aa-zero.ipynb", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    os.mknod(folder / "timestamp.txt", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
here = os.getcwd()
os.chdir(folder)
line = socket.socket(socket.AF_UNIX)
line.bind("aa-socket")
line.close()
os.chdir(here)
