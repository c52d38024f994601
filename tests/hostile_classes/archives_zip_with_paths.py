# attack: a zip in the place of the notebook would write to a neighbour's folder
# family: archives
# base: blank
# points: 0
# %% build
import zipfile
data = (folder / name).read_bytes()
with zipfile.ZipFile(folder / name, "w") as archive:
    archive.writestr(f"../../{neighbour.parent.name}/{neighbour.name}/{name}", data)
    archive.writestr(name, data)
