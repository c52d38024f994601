"""What the fuzzer of the trusted side makes: texts, outputs, pictures, notebooks and folders.

Everything is drawn from a ``random.Random``, so that a seed gives the same case again. Most cases
are small, since a case costs as long as it is looked at; one in forty is as large as may be.
"""

import json
import math
import os
import re

# Tokens of one character, then others, between bars.
SHORT = "*_`~[]()!<>&\\|#->$\"' \t\n:;{}^=+.x1é\u202e\0\x1b\ufeff\u2028\uffff"
_TAME = """\
**¦__¦```¦~~~¦![¦](¦][¦> ¦- ¦1. ¦# ¦    ¦<b>¦</b>¦<b title=1>¦<p>¦<p>x</p>¦<table>¦<tr><td>¦</td>¦\
<li>¦<a ¦<a href='http://192.0.2.1/'>¦<img src='//192.0.2.1/x'>¦<!--¦-->¦<![CDATA[¦<?¦</¦<pre>¦\
&lt;¦&#60;¦&#x3c;p&#x3e;¦&amp;amp;¦$x$¦$$¦\\begin{a}¦\\(¦| a | b |¦[a]: http://192.0.2.1/¦[a][a]¦\
![x](attachment:a.png)¦attachment:¦data:¦<img src='attachment:a.png'>¦![x](<attachment:a b>)¦\
<div class='mallory' id='mallory'>"""
TAME = _TAME.split("¦")
_WILD = """\
<a href=javascript:alert(1)>¦<img src=x onerror=alert(1)>¦<script>¦</script>¦<svg onload=alert(1)>¦\
<style>¦<div style='position:fixed'>¦<math><mtext>¦<details open ontoggle=alert(1)>¦<base href=x>¦\
<iframe srcdoc='<script>'>¦&#x3c;script&#x3e;¦![x](data:image/svg+xml;base64,AAAA)¦[x](vbscript:x)¦\
```html¦<img src="attachment:b" onerror=alert(1)>"""
WILD = _WILD.split("¦")
TOKENS = (*SHORT, *TAME, *WILD, "\r\n", "\n\n", "\n|-|-|\n")
KINDS = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "application/javascript",
    "application/json",
    "text/x-odd",
)
TAGS = re.findall(
    r"\w+", "a b i u em p p p div span table tr td th ul li h1 pre code details img br sub"
)
_ATTRIBUTES = """\
title=1¦title='x'¦class=mallory¦style='position:fixed'¦onclick=alert(1)¦id=mallory¦align=left¦open¦\
href='javascript:alert(1)'¦href='https://a/'¦src='//192.0.2.1/x'¦src='data:image/png;base64,AA'¦\
src='data:text/html,x'¦ontoggle=alert(1)¦href='#x'¦name=x¦colspan=9999"""
ATTRIBUTES = _ATTRIBUTES.split("¦")
ACTS = ("folder", "folder", "file", "file", "link", "link", "pipe", "hard", "deep")
PNG = "iVBORw0KGgo"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml", "text/html", "a'b", "")


def text(rng, most=4_000, largest=19_900):
    """Return a text of constructs that a renderer may find hard."""
    size = int(10 ** rng.uniform(0, math.log10(largest if rng.random() < 1 / 40 else most)))
    tokens = rng.choice((TOKENS, (*SHORT, *TAME)))
    motif = [rng.choice(tokens) for _ in range(rng.randint(1, 4))]
    shape = rng.choice(("mixed", "mixed", "repeated", "nested", "lines"))
    if shape == "mixed":
        made, length = [], 0
        while length < size:
            made.append(rng.choice(tokens))
            length += len(made[-1])
        return "".join(made)[:size]
    once = "".join(motif)
    if shape == "repeated":
        return (once * (size // len(once) + 1))[:size]
    if shape == "nested":
        half = (once * (size // len(once) + 1))[: size // 2]
        return half + rng.choice(("x", "", "\n\n")) + half[::-1]
    line = once.replace("\n", "") + rng.choice(("x", "", "- y"))
    return "\n".join(line * rng.randint(0, 3) for _ in range(size // (len(line) + 1) + 1))[:size]


def markup(rng, most=3_000, largest=49_000):
    """Return HTML of tags that format, open, closed or crossed, with odd attributes."""
    size = int(10 ** rng.uniform(0, math.log10(largest if rng.random() < 1 / 40 else most)))
    made, length, opened = [], 0, []
    while length < size:
        if opened and rng.random() < 0.5:
            piece = f"</{opened.pop(rng.choice((-1, -1, 0)))}>"
        elif rng.random() < 0.4:
            piece = rng.choice(("x", "&lt;", "&amp", '"', "\n", "é", "--", "=", "'", "&#0;", "]]"))
        else:
            tag = rng.choice(TAGS)
            opened = [*opened, tag][-40:]
            odd = "".join(f" {rng.choice(ATTRIBUTES)}" for _ in range(rng.choice((0, 0, 1, 3))))
            piece = f"<{tag}{odd}>"
        made.append(piece)
        length += len(piece)
    return "".join(made)


def output(rng):
    """Return an output as the sandbox hands it on."""
    kind = rng.choice(("stream", "display_data", "execute_result", "error"))
    if kind == "stream":
        return {"output_type": kind, "name": rng.choice(("stdout", "stderr")), "text": text(rng)}
    if kind == "error":
        lines = [text(rng, 400, 4_000) for _ in range(rng.randint(0, 5))]
        named = {"ename": text(rng, 20, 99), "evalue": text(rng, 99, 999)}
        return {"output_type": kind, **named, "traceback": lines}
    data = {one: text(rng, 4_000, 49_000) for one in rng.sample(KINDS, rng.randint(1, 3))}
    if rng.random() < 0.5:
        data = {"text/html": markup(rng), "text/plain": text(rng, 99, 999)}
    for one, start in (("image/png", PNG), ("image/jpeg", "/9j/")):
        if one in data:  # the sandbox's end has looked at these
            data[one] = start + "A" * rng.choice((1, 100, 10_000))
    return {"output_type": kind, "data": data, "metadata": {"x": text(rng, 20, 99)}}


def attachments(rng):
    """Return what a text cell may have for its pictures."""
    if rng.random() < 0.1:
        return rng.choice((None, [], "x", 3, {"a.png": None}, {"a.png": []}, {"": {}}))
    made = {}
    for _ in range(rng.randint(0, 4)):
        name = rng.choice(("a.png", "b", "a b", "", "../x", "a.png\"'>", text(rng, 30, 300)))
        made[name] = {
            rng.choice(PICTURES): rng.choice(
                (PNG, PNG + "A" * 4_000, text(rng, 99, 999), "", None, [PNG], PNG + "<script>")
            )
            for _ in range(rng.randint(0, 2))
        }
    return made


def notebook(rng, ids):
    """Return the bytes of a notebook with odd texts, pictures, ids and outputs in it."""
    cells = []
    for number in range(rng.randint(0, 6)):
        kind = rng.choice(("markdown", "markdown", "code", "raw", "heading"))
        source = text(rng)
        cell = {"cell_type": kind, "source": source, "metadata": {}, "id": f"cell-{number}"}
        if rng.random() < 0.2:
            cell["source"] = source.splitlines(keepends=True)
        if rng.random() < 0.3:
            named = {"grade_id": rng.choice(ids), "grade": rng.random() < 0.5}
            cell["metadata"] = {"nbgrader": {**named, "solution": rng.random() < 0.5}}
        if kind == "code":
            cell |= {"outputs": [output(rng) for _ in range(rng.randint(0, 2))]}
        if kind == "markdown":
            cell["attachments"] = attachments(rng)
        if kind == "heading":
            cell["level"] = rng.choice((1, 1.0, 7, -1, True, "2", None, [1], 1e300))
        cells.append(cell)
    made = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made).encode()


def folders(rng, root, outside, notebook):
    """Lay out odd things below a folder, with links to and from everywhere.

    Parameters
    ----------
    rng : random.Random
        What is drawn from.
    root : path-like
        Where; made.
    outside : sequence of str
        Where links may lead, besides each other.
    notebook : bytes
        What most files hold.
    """
    os.makedirs(root)
    known = [os.fspath(root)]
    for number in range(rng.randint(1, 12)):
        place = os.path.join(rng.choice(known), _name(rng, number))
        act = rng.choice(
            ("folder", "folder", "file", "file", "link", "link", "pipe", "hard", "deep")
        )
        try:
            if act == "folder":
                os.mkdir(place)
                known.append(place)
            elif act == "file":
                with open(place, "xb") as file:
                    file.write(rng.choice((notebook, notebook, b"", b"{", b"x" * 300)))
            elif act == "link":
                target = rng.choice(
                    (*outside, *known, ".", "..", os.path.basename(place), "n" * 300)
                )
                os.symlink(target, place)
            elif act == "pipe":
                os.mkfifo(place)
            elif act == "hard":
                os.link(rng.choice(outside), place, follow_symlinks=True)
            else:
                os.makedirs(os.path.join(place, *"d" * rng.choice((3, 30, 120))))
        except (OSError, ValueError):
            continue


def _name(rng, number):
    """Return the name of something that was handed in, often one that means something."""
    odd = (
        "line\nend",
        "\x1b[2J",
        "\udcff\udcfe",
        "\u202egnp",
        "n" * 255,
        "a b",
        "*",
        "{x}",
        ".hidden",
    )
    meant = ("05-softmax", "05-softmax.ipynb", "timestamp.txt", "05-softmax (1).ipynb", "Softmax")
    return rng.choice((*odd, *meant, *meant, "03-scoring", "loop", f"x{number}.ipynb"))
