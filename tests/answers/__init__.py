"""Answers to the exercises, right and wrong, that the checks are tried on."""
