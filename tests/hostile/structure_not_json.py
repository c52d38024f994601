# attack: hands in a text
# family: structure
# base: solved
# points: 0
# %% build
(folder / name).write_text("def softmax(x): return x")
