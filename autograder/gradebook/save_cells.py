"""Write a released assignment's cells into a gradebook that may hold marks already."""

from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    SolutionCell,
    SourceCell,
)
from nbgrader.preprocessors import SaveCells


class SaveCellsKeepingMarks(SaveCells):
    """Adds and drops questions mid-term, where nbgrader's own gives up.

    A new question is added to everybody's marks, still to be graded. A question that the release no
    longer has is taken out with its marks; all other marks stay.
    """

    def _create_notebook(self, nb):
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is None or not notebook.submissions:
            super()._create_notebook(nb)
            return
        kept = {
            GradeCell: self.new_grade_cells,
            SolutionCell: self.new_solution_cells,
            SourceCell: self.new_source_cells,
        }
        for kind, new in kept.items():
            self._drop(kind, notebook, new)
        for kind, save in (
            (GradeCell, self.gradebook.update_or_create_grade_cell),
            (SolutionCell, self.gradebook.update_or_create_solution_cell),
            (SourceCell, self.gradebook.update_or_create_source_cell),
        ):
            for name, values in kept[kind].items():
                save(name, self.notebook_id, self.assignment_id, **values)
        self._complete(notebook)

    def _drop(self, kind, notebook, new):
        """Take out the cells of a kind that the release no longer has, with their marks."""
        session = self.gradebook.db
        old = session.query(kind).filter(kind.notebook_id == notebook.id)
        for cell in [cell for cell in old if cell.name not in new]:
            if issubclass(kind, BaseCell):
                for marks in (Grade, Comment):
                    session.query(marks).filter(marks.cell_id == cell.id).delete()
            self.log.warning("%s is no longer in %s.", cell.name, self.assignment_id)
            session.delete(cell)
        session.commit()

    def _complete(self, notebook):
        """Give everybody who has handed in a place for the marks of new questions."""
        session = self.gradebook.db
        session.refresh(notebook)
        for cells, marks in ((notebook.grade_cells, Grade), (notebook.solution_cells, Comment)):
            for cell in cells:
                has = {row.notebook_id for row in session.query(marks).filter_by(cell_id=cell.id)}
                for submitted in notebook.submissions:
                    if submitted.id not in has:
                        session.add(marks(cell_id=cell.id, notebook_id=submitted.id))
        session.commit()
