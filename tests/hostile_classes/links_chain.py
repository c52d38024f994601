# attack: the notebook is a link to a link to a link that leads to a neighbour's
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / "c").symlink_to(neighbour.resolve())
(folder / "b").symlink_to("c")
(folder / name).symlink_to(f"b/{name}")
