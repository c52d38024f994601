# attack: zips of zips beside the notebook
# family: archives
# base: solved
# points: 7
# %% build
import io, zipfile
data = bytes(10 << 20)
for depth in range(4):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.ipynb", data)
    data = inner.getvalue()
(folder / "05-softmax.zip").write_bytes(data)
(learner / "05-softmax.zip").write_bytes(data)
(submitted / "05-softmax.zip").write_bytes(data)
