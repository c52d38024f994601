# attack: hands in links to secrets and to endless files beside the notebook
# family: structure
# base: solved
# points: 7
# %% build
(folder / "secret.txt").symlink_to("CANARY/solutions/softmax.py")
(folder / "endless").symlink_to("/dev/zero")
(folder / "loop").symlink_to("loop")
(folder / "up").symlink_to("..")
(folder / "timestamp.txt").symlink_to("/dev/zero")
