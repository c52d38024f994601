# attack: a link to itself lies in the folder of submissions
# family: links
# base: solved
# points: 7
# %% build
(submitted / "loop").symlink_to("loop")
