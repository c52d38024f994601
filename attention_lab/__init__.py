"""What the course's notebooks import."""

from . import figures
from .heads import load_heads
from .library import load_library

__all__ = ["figures", "load_heads", "load_library"]
