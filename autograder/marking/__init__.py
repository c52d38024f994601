"""A submission's way: identify, read, find, repair, run, judge, write down; in that order."""
