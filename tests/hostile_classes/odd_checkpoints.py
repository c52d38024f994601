# attack: the answers are in Jupyter's hidden copies only
# family: odd files
# base: blank
# points: 0
# %% build
(folder / ".ipynb_checkpoints").mkdir()
(folder / ".ipynb_checkpoints" / "05-softmax-checkpoint.ipynb").write_bytes((neighbour / name).read_bytes())
