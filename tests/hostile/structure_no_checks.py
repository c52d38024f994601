# attack: none: the checks were deleted
# family: structure
# base: solved
# points: 7
# %% build
import nbformat
notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check")]
(folder / name).write_text(nbformat.writes(notebook))
