"""Every page in a stock Firefox: no error, no request to elsewhere, every widget answers."""

import shutil

import pytest
import yaml
from conftest import ROOT, missing
from firefox import Firefox

pytestmark = pytest.mark.browser

CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text())
PAGES = [CONTENTS["root"]] + [
    chapter["file"] for part in CONTENTS["parts"] for chapter in part["chapters"]
]
# Scroll through the page, skip each widget's prediction, and return what each widget says.
ANSWERS = """
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const said = [];
for (const still of document.querySelectorAll(".aw-still[data-model-id]")) {
  still.scrollIntoView();
  for (let i = 0; i < 200 && !still.classList.contains("aw-replaced"); i++) await pause(50);
  const widget = still.nextElementSibling;
  const skip = [...widget.querySelectorAll("button")].find((one) => one.textContent === "Skip");
  if (skip) skip.click();
  await pause(300);
  said.push(widget.textContent);
}
return said;
"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        missing("no Firefox on this machine (Debian: apt install firefox-esr)")
    started = Firefox(program, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_in_firefox(firefox, book_server, page):
    firefox.open(f"{book_server}/{page}.html")
    said = firefox.run(ANSWERS)

    assert firefox.errors() == []
    assert [
        url for url in firefox.requests() if not url.startswith((book_server, "blob:", "data:"))
    ] == []
    assert all(said), "a widget did not come to life"
    assert len(said) >= (page[5:7].isdigit() or page == CONTENTS["root"])


def test_a_slider_of_the_softmax_bench_changes_the_weights(firefox, book_server):
    firefox.open(f"{book_server}/book/05-softmax.html")
    firefox.run(ANSWERS)
    moved = """
    const root = [...document.querySelectorAll(".aw")].find((node) =>
      node.textContent.includes("The softmax bench"));
    const before = root.querySelector(".aw-live").textContent;
    const slider = [...root.querySelectorAll("input[type=range]")].find((input) =>
      !input.closest(".aw-ask") && input.offsetParent);
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 300));
    return [before, root.querySelector(".aw-live").textContent];
    """
    before, after = firefox.run(moved)

    assert before
    assert after != before
