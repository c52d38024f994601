# attack: asks for a kernel that runs a program of its choice
# family: structure
# base: solved
# points: 7
# %% build
import nbformat
notebook.metadata["kernelspec"] = {"name": "../../evil", "display_name": "evil", "language": "sh", "argv": ["touch", "CANARY/kernel"]}
notebook.metadata["language_info"] = {"name": "sh", "pygments_lexer": "../evil"}
(folder / name).write_text(nbformat.writes(notebook))
