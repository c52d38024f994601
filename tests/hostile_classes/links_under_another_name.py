# attack: a notebook of another name is a link to the instructor's
# family: links
# base: blank
# points: 0
# %% build
(folder / name).unlink()
(folder / "05-softmax-final.ipynb").symlink_to(course.resolve() / "source" / neighbour.name / name)
