# attack: the notebook is a link to a neighbour's
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to(f"../../{neighbour.parent.name}/{neighbour.name}/{name}")
