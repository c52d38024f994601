# attack: none: saved by an editor that puts a mark before the text
# family: structure
# base: solved
# points: 7
# %% build
(folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
