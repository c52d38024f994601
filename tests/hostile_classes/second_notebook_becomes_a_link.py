# attack: the notebook becomes a link to the instructor's after the first run
# family: second run
# base: blank
# points: 0
# then: 0
# %% again
(folder / name).unlink()
(folder / name).symlink_to(course.resolve() / "source" / neighbour.name / name)
