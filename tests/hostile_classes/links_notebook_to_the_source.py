# attack: the notebook is a link to the instructor's
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to(f"../../../source/{neighbour.name}/{name}")
