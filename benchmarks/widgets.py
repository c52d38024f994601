"""How fast the widgets answer in Chromium, at the machine's own speed and four times slower.

Run with: python benchmarks/widgets.py [NAME ...]. For each widget it prints

- ready: from opening the page to the widget's first answer to a click;
- work: what one slider step costs, from the event to the end of layout;
- paint: from a slider step until the frame that shows it has been painted, waiting included.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from widget_pages import page

from attention_lab import widgets

STEPS = 60
READY = """() => new Promise((done) => {
  const look = () => {
    const skip = [...document.querySelectorAll(".aw-skip button")][0];
    if (!skip) return requestAnimationFrame(look);
    skip.click();
    requestAnimationFrame(() => done(performance.now()));
  };
  look();
})"""
SLIDE = """async (steps) => {
  const inputs = [...document.querySelectorAll(".aw-controls input[type=range]")]
    .filter((input) => input.checkVisibility());
  if (!inputs.length) return null;
  const frame = () => new Promise(requestAnimationFrame);
  const rest = () => new Promise((done) => setTimeout(done, 20));
  const work = [], paint = [];
  for (const input of inputs) {
    const [low, high] = [input.min, input.max].map(Number);
    for (let i = 0; i < steps; i++) {
      await rest();
      await frame();
      input.value = low + ((high - low) * (i + 1)) / steps;
      let began, ended;
      // Asked for before and after the widget's own drawing, so that the two enclose it.
      requestAnimationFrame(() => { began = performance.now(); });
      const start = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      const handled = performance.now() - start;
      await new Promise((done) => requestAnimationFrame(() => {
        document.body.getBoundingClientRect(); // style and layout
        ended = performance.now();
        const channel = new MessageChannel(); // its message comes after the frame is painted
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      }));
      work.push(handled + ended - began);
      paint.push(performance.now() - start);
    }
  }
  return { work, paint };
}"""


def measure(browser, file, slower):
    """Return milliseconds: until ready, and the lists of work and paint of every slider step."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    opened.goto(file.as_uri(), wait_until="commit")
    ready = opened.evaluate(READY)
    steps = opened.evaluate(SLIDE, STEPS)
    context.close()
    return ready, steps


def main(names):
    """Print a line for each widget and speed."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in names or widgets.__all__:
            if not getattr(widgets, name).takes:
                continue
            file = Path(folder) / f"{name}.html"
            file.write_text(page(getattr(widgets, name)()), encoding="utf-8")
            for slower in (1, 4):
                ready = [measure(browser, file, slower)[0] for _ in range(5)]
                steps = measure(browser, file, slower)[1]
                print(f"{name:18} {slower}x  ready {statistics.median(ready):5.0f} ms", end="")
                for kind in ("work", "paint") if steps else ():
                    middle, worst = statistics.median(steps[kind]), max(steps[kind])
                    print(f"   {kind} median {middle:5.1f} worst {worst:5.1f} ms", end="")
                print()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
