"""nbgrader's side: the gradebook, the course folder, the plug-in and the feedback."""
