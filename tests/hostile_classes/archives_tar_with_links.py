# attack: only a tar with links to the machine's files
# family: archives
# base: blank
# points: 0
# %% build
import io, tarfile
(folder / name).unlink()
with tarfile.open(folder / "05-softmax.tar.gz", "w:gz") as archive:
    link = tarfile.TarInfo("05-softmax.ipynb")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    archive.addfile(link)
