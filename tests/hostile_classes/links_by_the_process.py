# attack: the notebook is a link to a neighbour's by way of the grader's own root
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to(f"/proc/self/root{neighbour.resolve()}/{name}")
