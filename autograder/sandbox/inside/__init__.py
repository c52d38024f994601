"""What runs on the untrusted side: the jail, the warm process and the runner of one notebook.

The package is loaded by its path into a clean interpreter that has no import path to the
repository (see `autograder.sandbox.forking`), so it imports the standard library and itself only.
"""
