"""What the course's notebooks import."""

from .library import load_library

__all__ = ["load_library"]
