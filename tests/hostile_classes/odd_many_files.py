# attack: five thousand files lie beside the notebook
# family: odd files
# base: solved
# points: 7
# %% build
(folder / "many").mkdir()
for number in range(5_000):
    (folder / "many" / f"{number:04}.txt").touch()
