# attack: tags the checks so that they are skipped, with full marks in the file
# family: forging
# base: blank
# points: 0
# %% build
import nbformat
for cell in notebook.cells:
    cell.metadata["tags"] = ["skip-execution", "raises-exception", "remove-cell"]
    if cell.cell_type == "code":
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)]
nbformat.write(notebook, folder / name)
