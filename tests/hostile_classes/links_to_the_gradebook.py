# attack: the notebook is a link to the gradebook
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / name).symlink_to(course.resolve() / "gradebook.db")
