"""Your own settings for nbgrader; uncomment a line to use it."""

# A tenth of the points off for each day that has begun, and no more than half:
# c.AssignLatePenalties.plugin_class = "autograder.gradebook.late.TenPercentADay"

# A gradebook on PostgreSQL (or set ATTENTION_GRADEBOOK in the environment):
# c.CourseDirectory.db_url = "postgresql+psycopg2://USER@HOST/DATABASE"

# Where nbgrader exchanges files with learners who work on this machine:
# c.Exchange.root = "/srv/nbgrader/exchange"

# How files downloaded from a learning platform are named, for nbgrader zip_collect; here Moodle's,
# "Ada Byron_1234_assignsubmission_file/05-softmax.ipynb", in folders or not:
# c.FileNameCollectorPlugin.named_regexp = (
#     r".*/(?P<student_id>[^/_]+)_\d+_assignsubmission_file[_/]+(?P<file_id>[^/]+)"
# )

# Of the marks that a mistake in an earlier function of a chapter costs a later one, "full", "half"
# or "none" follow through:
# c.Judge.follow_through = "half"

# A machine that cannot isolate notebooks; see SECURITY.md before you set it:
# c.Judge.accept_no_isolation = True
