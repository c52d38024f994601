# attack: a link leads through a file as if it were a folder
# family: links
# base: solved
# points: 7
# %% build
(learner / "through").symlink_to(f"{folder.name}/{name}/inner")
(submitted / "05-softmax-through").symlink_to(f"{learner.name}/{folder.name}/{name}/inner")
