# attack: a link to itself lies in the learner's folder
# family: links
# base: solved
# points: 7
# %% build
(learner / "loop").symlink_to("loop")
