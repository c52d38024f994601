"""Text cells as HTML: pasted pictures are shown, and no text takes more than its share."""

import base64

import pytest

from autograder.marking import safe_html
from autograder.marking.markdown import safe_markdown
from autograder.marking.safe_html import Allowance, clean, safe_outputs

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(300)).decode()
GIF = base64.b64encode(b"GIF89a" + bytes(30)).decode()
REOPENED = "<p>" + "".join(f"<b title={n}>" for n in range(45)) + "</p>" + "<p>x</p>" * 1_800


def test_a_pasted_picture_is_shown_and_a_missing_one_is_a_sentence():
    source = "![mine](attachment:a%20b.png) ![gone](attachment:no.png)"
    page = safe_markdown(source, {"a b.png": {"image/png": PNG}})

    assert f'<img src="data:image/png;base64,{PNG}" alt="mine">' in page
    assert "The picture “no.png” is missing." in page


def test_a_picture_in_html_is_shown_too():
    page = safe_markdown('<img src="attachment:a" width="9">', {"a": {"image/gif": GIF}})

    assert f'<img src="data:image/gif;base64,{GIF}">' in page


@pytest.mark.parametrize(
    "bundle",
    [
        {"text/html": "<script>alert(1)</script>"},
        {"image/svg+xml": base64.b64encode(b"<svg onload='alert(1)'/>").decode()},
        {"image/png": '"><script>alert(1)</script>'},
        {"image/png": base64.b64encode(b"<html>").decode()},
        {},
    ],
)
def test_what_is_no_picture_is_not_shown(bundle):
    page = safe_markdown("![x](attachment:a)", {"a": bundle})

    assert "missing" in page
    assert "data:" not in page


def test_pictures_that_are_shown_again_and_again_have_an_end():
    allowance = Allowance(pictures=3 * len(PNG))
    page = safe_markdown("![x](attachment:a)\n" * 50, {"a": {"image/png": PNG}}, allowance)

    assert page.count(PNG) == 3
    assert page.count("is not shown") == 47
    assert allowance.pictures == 0


def test_a_learner_has_no_classes_and_our_own_colours_stay():
    source = '<a class="modal navbar" href="https://x.org">x</a>\n\n```python\nx = 1\n```'
    page = safe_markdown(source)

    assert '<a href="https://x.org">' in page
    assert page.count('class="highlight"') == 1
    assert '<span class="n">x</span>' in page
    assert "modal" not in page
    assert safe_html.OWN_CLASS not in page
    assert clean('<p class="highlight n">x</p>') == "<p>x</p>"


def test_a_mermaid_fence_is_text():
    page = safe_markdown("```mermaid\ngraph <b>\n```")

    assert "class" not in page
    assert "&lt;b&gt;" in page


def test_tags_that_open_again_in_every_paragraph_cost_no_more_than_the_notebooks_time():
    allowance = Allowance()
    outputs = [
        {"output_type": "display_data", "data": {"text/html": REOPENED + " " * n}} for n in range(9)
    ]
    kept = safe_outputs(outputs, allowance=allowance)

    assert all("is not shown" in one["data"]["text/plain"] for one in kept)
    assert sum(len(str(one)) for one in kept) < 10_000
    assert -safe_html.RENDERING.cpu <= allowance.seconds < safe_html.MAX_SECONDS


def test_a_text_cell_that_grows_when_it_is_laid_out_is_shown_as_it_was_written():
    source = "".join(f"<b title={n}>" for n in range(600)) + "<p>x</p>" * 1_200
    page = safe_markdown(source)

    assert "shown as it was written" in page
    assert len(page) < safe_html.GROWTH * len(source) + safe_html.ROOM


def test_when_the_time_is_used_up_the_rest_is_text():
    page = safe_markdown("*never seen before*", None, Allowance(seconds=0))

    assert "the time for this notebook" in page
    assert "<pre>*never seen before*</pre>" in page
