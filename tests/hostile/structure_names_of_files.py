# attack: files whose names are commands, options, or run backwards
# family: structure
# base: solved
# points: 7
# %% build
for odd in ("-rf", "--help", "$(touch hacked).txt", "a;touch hacked", "\u202egnp.ipynb.txt", "x" * 200, " ", "a\nb", "05-softmax.ipynb.bak", b"\xff\xfe".decode("utf-8", "surrogateescape")):
    (folder / odd).write_text("x")
