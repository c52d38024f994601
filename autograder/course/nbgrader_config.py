"""nbgrader's configuration of this course; start nbgrader's commands in this folder."""

from autograder.plugin import configure

c = get_config()  # noqa: F821
configure(c)

# Points off for lateness: by default none. The hook gets the points and the seconds late.
#     c.AssignLatePenalties.plugin_class = "autograder.late.TenPercentADay"
# Another gradebook, such as one on PostgreSQL (or set ATTENTION_GRADEBOOK in the environment):
#     c.CourseDirectory.db_url = "postgresql+psycopg2://USER@HOST/DATABASE"
# A machine that cannot shut notebooks in; see SECURITY.md before you set it:
#     c.Judge.accept_no_isolation = True
