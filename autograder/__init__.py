"""The instructor's side: chapters into notebooks, checks, judge, sandbox, nbgrader plug-in."""
