# attack: hands in an empty file
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_text("")
