"""What the command line tells in a sentence rather than by a traceback."""


class CourseError(Exception):
    """Something that the person at the command line can put right; the text says what to do."""
