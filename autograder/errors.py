"""What the command line tells in a sentence rather than by a traceback."""


class CourseError(Exception):
    """Something that the person at the command line can put right; the text says what to do."""


class ChapterError(CourseError, ValueError):
    """A chapter's source breaks the format; the text says where and what to do.

    Attributes
    ----------
    below : int
        How many lines below its text's first line it is.
    """

    below = 0
