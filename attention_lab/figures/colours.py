"""The colours of all figures, as names that the page may give another value in the dark.

They are the book's own: a test holds them to the palette in ``book/assets/style.css``.
Figures are drawn in the light colours; in the SVG each becomes ``var(--af-NAME, light colour)``.
STYLE says what the names are: the book's own colours, JupyterLab's, or else ours.
"""

INK = "#26221f"
MUTED = "#625b54"
LINE = "#c9c1b5"
PAPER = "#fdfcf9"
WEIGHT = "#4b2893"
SHARE = 0.5  # how dense the ink of a share is: letters can be read on it
NEGATIVE = "#7a4e00"
# Marks and letters of queries, keys and values, after Okabe and Ito (2008).
ROLES = {"Q": "#0072b2", "K": "#d55e00", "V": "#009e73"}
ROLE_LETTERS = {"Q": "#005f96", "K": "#a84600", "V": "#00704f"}
ROLE_WORDS = {"Q": "queries Q", "K": "keys K", "V": "values V"}

_DARK = {PAPER: "#191714", WEIGHT: "#b9a3f8", NEGATIVE: "#deaa5a"}
# Letters on a cell, black or white by what can be read in the light and in the dark.
_CELL_LETTERS = {
    (True, False): "#000001",
    (False, True): "#fffffe",
    (True, True): "#000002",
    (False, False): "#fffffd",
}

# name: (light colour, value in the light, value in the dark)
_NAMES = {
    "ink": (INK, f"var(--ink,var(--jp-content-font-color1,{INK}))", None),
    "muted": (MUTED, f"var(--muted,var(--jp-content-font-color2,{MUTED}))", None),
    "line": (LINE, f"var(--edge,{LINE})", "var(--edge,#544e47)"),
    "paper": (PAPER, "var(--paper,var(--jp-layout-color0,#fff))", None),
    "weight": (WEIGHT, f"var(--weight,{WEIGHT})", f"var(--weight,{_DARK[WEIGHT]})"),
    "negative": (NEGATIVE, f"var(--negative,{NEGATIVE})", f"var(--negative,{_DARK[NEGATIVE]})"),
    "q": (ROLES["Q"], "var(--query,#0072b2)", "var(--query,#56b4e9)"),
    "k": (ROLES["K"], "var(--key,#d55e00)", "var(--key,#e69f00)"),
    "v": (ROLES["V"], "var(--value,#009e73)", "var(--value,#2bc59b)"),
    "qt": (ROLE_LETTERS["Q"], "var(--query-text,#005f96)", "var(--query-text,#56b4e9)"),
    "kt": (ROLE_LETTERS["K"], "var(--key-text,#a84600)", "var(--key-text,#e69f00)"),
    "vt": (ROLE_LETTERS["V"], "var(--value-text,#00704f)", "var(--value-text,#2bc59b)"),
    "bw": (_CELL_LETTERS[True, False], "#000", "#fff"),
    "wb": (_CELL_LETTERS[False, True], "#fff", "#000"),
    "bb": (_CELL_LETTERS[True, True], "#000", None),
    "ww": (_CELL_LETTERS[False, False], "#fff", None),
}
VARIABLES = {light: f"var(--af-{name},{light})" for name, (light, _, _) in _NAMES.items()}


def _style():
    light = ";".join(f"--af-{name}:{value}" for name, (_, value, _) in _NAMES.items())
    dark = ";".join(f"--af-{name}:{value}" for name, (_, _, value) in _NAMES.items() if value)
    hosts = ("html[data-theme=dark]", "body[data-jp-theme-light=false]", "body.vscode-dark")
    where = ",".join(f"{host} .attention-figure" for host in hosts)
    # The last rule undoes a theme's habit of laying every picture on a light ground in the dark.
    return (
        f".attention-figure{{{light}}}{where}{{{dark}}}"
        "html[data-theme=dark] .bd-content div.cell_output .text_html.text_html:has("
        ".attention-figure){background:none;padding:0}"
    )


STYLE = _style()


def letters_on(colour, opacity):
    """Return the colour of letters that can be read on `colour` of this opacity, in any theme."""
    light = _luminance(_mixed(colour, PAPER, opacity))
    dark = _luminance(_mixed(_DARK.get(colour, colour), _DARK[PAPER], opacity))
    return _CELL_LETTERS[_black_reads(light), _black_reads(dark)]


def _black_reads(luminance):
    return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05)


def _mixed(colour, ground, opacity):
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return [opacity * above + (1 - opacity) * below for above, below in pairs]


def _channels(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _luminance(channels):
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(f * c for f, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
