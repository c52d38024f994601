# attack: a link leads to a name that no file system has
# family: links
# base: solved
# points: 7
# %% build
(learner / "long").symlink_to("n" * 300)
(submitted / "05-softmax-long").symlink_to("n" * 300)
