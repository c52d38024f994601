# attack: hands in a zip file with the notebook's name
# family: structure
# base: solved
# points: 0
# %% build
import zipfile
text = (folder / name).read_text()
with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(name, text)
    archive.writestr("bomb", bytes(1 << 26))
