# attack: links beside the notebook lead to the instructor's folder, the root and above
# family: links
# base: solved
# points: 7
# %% build
(folder / "source").symlink_to(course.resolve() / "source")
(folder / "root").symlink_to("/")
(folder / "up").symlink_to("..")
(folder / "words.txt").symlink_to("CANARY/gradebook.db")
