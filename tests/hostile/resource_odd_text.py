# attack: prints half characters, control characters and text that runs backwards
# family: resources
# base: solved
# points: 7
# %% last
print("\ud800\udfff\x00\x1b[2J\x1b]0;title\x07\u202e\u2066\x85\u2028" * 100)
display({"text/plain": "\ud800", "text/html": "\x00<b>\udfff"}, raw=True)
raise ValueError("\ud800\x00\x1b[2J")
