# attack: the notebook becomes a link to a neighbour's graded copy
# family: second run
# base: blank
# points: 0
# then: 0
# %% again
(folder / name).unlink()
(folder / name).symlink_to(f"../../../autograded/{neighbour.parent.name}/{neighbour.name}/{name}")
