# attack: the folder changes between its own and a neighbour's while it is looked at
# family: second run
# base: blank
# points: 0
# then: 0
# %% again
import os, shutil, threading, time
shutil.copytree(folder, learner / "own")
(learner / "own" / name).touch()
shutil.rmtree(folder)
for number, target in enumerate(("own", f"../{neighbour.parent.name}/{neighbour.name}")):
    (learner / f"to-{number}").symlink_to(target)

def flip():
    start = time.monotonic()
    while time.monotonic() - start < 6:
        for number in (0, 1):
            try:
                os.symlink(os.readlink(learner / f"to-{number}"), learner / "next")
                os.rename(learner / "next", folder)
            except OSError:
                return

threading.Thread(target=flip, daemon=True).start()
