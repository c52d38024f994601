"""Make the learner's kit (one zip file) and the package on its own."""

import argparse

from ..chapters.kit import build_wheel, write_kit
from ..paths import ROOT


def main(argv: list[str]) -> int:
    """Write the kit and the package, and print where they are."""
    parser = argparse.ArgumentParser(prog="python -m autograder kit", description=__doc__)
    parser.parse_args(argv)
    target = write_kit(ROOT, ROOT / "dist" / "attention-kit.zip")
    for made in (target, build_wheel(ROOT, target.parent)):
        print(f"{made} ({made.stat().st_size / 1000:.0f} kB)")
    return 0
