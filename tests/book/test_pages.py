"""Every built page in a real browser: offline, for everyone, on a phone and in the dark."""

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def contents():
    """Return the pages that the contents list, by their files' names without endings."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    return [toc["root"]] + [entry["file"] for part in toc["parts"] for entry in part["chapters"]]


WALK = """async () => {
  document.documentElement.style.scrollBehavior = "auto";
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  scrollTo(0, 0);
}"""
# What reaches beyond the window, other than inside something that scrolls by itself.
TOO_WIDE = """() => {
  const scrolls = (e) => e !== document.body
    && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  return [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .filter((e) => !e.closest("svg, .vh, .katex-mathml") && !scrolls(e))
    .map((e) => e.outerHTML.slice(0, 200));
}"""
# Pictures with no words, or with a file's name for words.
WORDLESS = """() => [...document.querySelectorAll("main :is(img, svg, canvas)")]
  .filter((e) => !e.closest("[aria-hidden=true], [aria-label], [aria-labelledby]"))
  .filter((e) => {
    const words = e.getAttribute("alt") ?? e.querySelector("title")?.textContent ?? "";
    return words.length < 3 || /\\.(png|svg|jpe?g)$|^_images/.test(words);
  })
  .map((e) => e.outerHTML.slice(0, 200))"""
PAGES = [f"{name}.html" for name in contents()] + ["search.html"]


class Visit:
    """A page open in the browser, with what it said and asked for."""

    def __init__(self, context, address, host):
        self.errors, self.requests, self.host = [], [], host
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.on("response", self._answered)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address, wait_until="load")

    def _answered(self, response):
        if response.status >= 400:
            self.errors.append(f"{response.status} for {response.url}")

    def outside(self):
        inside = (self.host, "blob:", "data:")
        return [url for url in self.requests if not url.startswith(inside)]

    def walk(self):
        """Scroll through the page, so that what starts when it comes into view has started."""
        self.page.evaluate(WALK)


@pytest.fixture(scope="module")
def visit(browser, book_server):
    """Return a function that opens a page in a context of the given mode."""
    contexts = {}

    def opened(name, viewport=DESK, host=None):
        key = viewport["width"]
        if key not in contexts:
            contexts[key] = browser.new_context(viewport=viewport, reduced_motion="reduce")
            contexts[key].set_default_timeout(20_000)
        for old in contexts[key].pages:
            old.close()
        host = host or f"{book_server}/"
        return Visit(contexts[key], host + name, host)

    yield opened
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_in_light_and_dark_and_asks_nobody_else(visit, name):
    seen = visit(name)
    seen.walk()
    seen.page.evaluate("for (const d of document.querySelectorAll('main details')) d.open = true")
    seen.page.evaluate(AXE_SCRIPT)
    violations = []
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)
        seen.page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        found = seen.page.evaluate("axe.run().then((result) => result.violations)")
        violations += [
            f"{scheme}: {one['id']} ({one['impact']}): {node['html'][:200]}"
            for one in found
            for node in one["nodes"]
        ]

    assert violations == []
    assert seen.errors == []
    assert seen.outside() == []


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_phone_from_disk(visit, built_book, name):
    seen = visit(name, viewport=PHONE, host=f"{built_book.as_uri()}/")
    seen.walk()
    wide = seen.page.evaluate(TOO_WIDE)

    assert seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], wide[:5]
    assert wide[:5] == []
    assert seen.errors == []
    assert seen.outside() == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_a_description_one_title_and_pictures_in_words(visit, name):
    page = visit(name).page
    wordless = page.evaluate(WORDLESS)
    description = page.locator("meta[name=description]").get_attribute("content")

    assert wordless == []
    assert page.locator("h1").count() == 1
    assert page.title()
    assert page.locator("html").get_attribute("lang") == "en"
    assert 20 < len(description) <= 160


def test_each_page_has_a_picture_to_be_shared_with(built_book):
    for name in contents():
        page = (built_book / f"{name}.html").read_text(encoding="utf-8")
        image = re.search(r'<meta property="og:image" content="([^"]+)"', page)[1]
        path = (built_book / f"{name}.html").parent / image
        head = path.read_bytes()[:24]

        assert head.startswith(b"\x89PNG")
        assert [int.from_bytes(head[i : i + 4], "big") for i in (16, 20)] == [1200, 630]
        assert 'property="og:description"' in page
        assert 'property="og:image:alt"' in page


def test_a_slash_goes_to_the_search(visit):
    page = visit("book/notation.html").page
    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") == "search-field"
    page.keyboard.type("a/b")
    assert page.locator("#search-field").input_value() == "a/b"


ANCHOR = re.compile(r'\b(?:id|name)="([^"]+)"')
LINK = re.compile(r'\b(?:href|src)="([^"]+)"')
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)


def test_no_link_inside_the_book_is_broken(built_book):
    text = {path: SCRIPT.sub("", path.read_text()) for path in built_book.rglob("*.html")}
    anchors = {path: {unquote(anchor) for anchor in ANCHOR.findall(t)} for path, t in text.items()}
    broken = []
    for path, source in text.items():
        for link in LINK.findall(source):
            if re.match(r"[a-z]+:|//", link):
                continue
            address, anchor = urldefrag(urljoin(path.as_uri(), link.split("?")[0]))
            target = Path(unquote(address.removeprefix("file://"))) if "#" not in link[:1] else path
            anchor = link.partition("#")[2]
            if not target.is_file():
                broken.append(f"{path.name}: {link}")
            elif anchor and target in anchors and unquote(anchor) not in anchors[target]:
                broken.append(f"{path.name}: {link} (no such place)")

    assert broken == []
    assert len(text) >= len(PAGES)


@pytest.mark.parametrize("from_disk", [False, True], ids=["http", "file"])
def test_search_finds_a_word(visit, built_book, from_disk):
    host = f"{built_book.as_uri()}/" if from_disk else None
    seen = visit("search.html?q=softmax", host=host)
    seen.page.wait_for_selector("#search-results li a")
    titles = seen.page.locator("#search-results li > a").all_inner_texts()

    assert any("Softmax" in title for title in titles)
    assert seen.errors == []


def test_an_excerpt_has_a_formula_once(visit):
    page = visit("search.html?q=saturated").page
    page.wait_for_selector("#search-results .context")
    page.wait_for_function(
        "document.querySelectorAll('#search-results .context').length"
        " === document.querySelectorAll('#search-results li').length"
    )
    shown = "\n".join(page.locator("#search-results .context").all_inner_texts())
    formula = (
        '<main role="main"><span class="katex"><span class="katex-mathml"><math><mi>k</mi>'
        "<annotation>\\\\K</annotation></math></span><span>k</span></span></main>"
    )
    again = page.evaluate("html => Search.htmlToText(html)", formula)

    assert again == "k"
    assert "\\mathrm" not in shown


def test_root_leads_to_the_front_page(visit):
    seen = visit("")
    seen.page.wait_for_url("**/book/index.html")

    assert seen.page.locator("body.front h1").is_visible()


def test_contents_open_and_close_by_keyboard_on_a_phone(visit):
    page = visit("book/05-softmax.html", viewport=PHONE).page
    button = page.get_by_role("button", name="Contents")
    button.press("Enter")
    page.get_by_role("link", name="Notation").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("#contents").is_hidden()
    assert button.evaluate("e => e === document.activeElement")


def test_colours_follow_the_system_until_they_are_chosen(visit):
    page = visit("book/notation.html").page
    page.emulate_media(color_scheme="dark")
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_colours_are_chosen_and_kept(visit):
    page = visit("book/notation.html").page
    page.locator(".theme-button").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator(".theme-button").inner_text().strip() == "Colours: dark"
    page.evaluate("localStorage.clear()")


# As in a browser that lets the text in view move where something above it grows.
MOVES = """
  CSS.supports = () => false;
  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.style.overflowAnchor = document.body.style.overflowAnchor = "none";
  });
"""


def test_a_widget_that_starts_above_the_text_in_view_does_not_push_it_away(visit):
    page = visit("book/notation.html").page
    page.add_init_script(MOVES)
    page.goto(page.url.replace("notation", "05-softmax"))
    before = page.evaluate("""() => {
      document.documentElement.style.scrollBehavior = "auto";
      document.querySelector("#how-weights-respond-to-scores").scrollIntoView();
      return document.querySelector("#how-weights-respond-to-scores").getBoundingClientRect().top;
    }""")
    page.locator(".aw-live-place").first.wait_for()

    assert page.locator(".aw-live-place").first.bounding_box()["y"] < 0
    assert abs(page.locator("#how-weights-respond-to-scores").bounding_box()["y"] - before) < 60


def test_a_link_to_a_mistake_opens_its_example(visit):
    page = visit("book/what-went-wrong.html#softmax-wrong-axis").page
    opened = "[...document.querySelectorAll('details.example[open]')].map(e => e.closest('dl').id)"

    assert page.evaluate(opened) == ["softmax-wrong-axis"]
    page.evaluate("location.hash = '#returns-key'")
    page.locator("#returns-key pre").wait_for()
    assert page.evaluate(opened) == ["returns-key", "softmax-wrong-axis"]


def test_mistakes_are_narrowed_down_by_function_and_words(visit):
    page = visit("book/what-went-wrong.html").page
    found = page.locator(".mistake-filter [role=status]")
    shown = page.locator("main section dl[id]:visible")
    everything = shown.count()
    assert found.inner_text() == f"{everything} mistakes"

    page.get_by_label("Function").focus()
    page.keyboard.type("masked_softmax")
    page.keyboard.press("Tab")
    page.keyboard.type("row no True")
    ids = shown.evaluate_all("all => all.map(e => e.id)")

    assert 0 < len(ids) < everything / 4
    for entry in ids:
        text = page.locator(f"#{entry}").evaluate("e => e.textContent")
        assert re.search(r"\bmasked_softmax\b|in any function$", text.strip())
        assert all(word in text.lower() for word in ("row", "no", "true"))
    assert page.locator("main section section:visible").count() < 10

    page.keyboard.type("xyzzy")
    assert found.inner_text() == "No mistake fits both."
    page.evaluate("location.hash = '#returns-key'")
    page.locator("#returns-key pre").wait_for()
    assert shown.count() == everything


def test_code_is_copied(visit):
    page = visit("book/working.html").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = page.locator("div.highlight").first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    block.get_by_role("button", name="Copied").wait_for()
    shown = block.locator("pre").inner_text().rstrip()

    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_nothing_of_the_sources_is_in_the_pages(built_book):
    assert not (built_book / "_sources").exists()
    assert not list(built_book.rglob("*.md"))
