"""Make the learner's kit, one zip: python -m autograder kit."""

import argparse

from ..chapters.kit import write_kit
from ..paths import ROOT


def main(argv: list[str]) -> int:
    """Write the kit and print where it lies."""
    parser = argparse.ArgumentParser(prog="python -m autograder kit", description=__doc__)
    parser.parse_args(argv)
    target = write_kit(ROOT, ROOT / "dist" / "attention-kit.zip")
    print(f"{target} ({target.stat().st_size / 1000:.0f} kB)")
    return 0
