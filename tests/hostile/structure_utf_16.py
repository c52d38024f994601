# attack: none: saved in another encoding, with a mark
# family: structure
# base: solved
# points: 7
# %% build
(folder / name).write_bytes((folder / name).read_text().encode("utf-16"))
