# attack: a link to itself comes after the first run
# family: second run
# base: solved
# points: 7
# then: 7
# %% again
(learner / "loop").symlink_to("loop")
(folder / "loop").symlink_to("loop")
(submitted / "second-loop").symlink_to("second-loop")
