# attack: none: another name, folders, spaces and umlauts
# family: odd files
# base: solved
# points: 7
# control: yes
# %% build
(folder / name).rename(folder / "05-softmax (1).ipynb")
(folder / "Übung zwei").mkdir()
(folder / "Übung zwei" / "Notizen für später.txt").write_text("später")
