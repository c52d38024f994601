"""Numbers as the course writes them: in figures as in widgets."""

import math

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def number(x):
    """Return a number as the course writes it.

    Two decimals and a true minus sign; none from 1,000 on; a power of ten from 100,000 on and
    below 0.0001.

    Parameters
    ----------
    x : float

    Returns
    -------
    str
    """
    x = float(x)
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    size = abs(x)
    if size >= 1e5 or 0 < size < 1e-4:
        digits, power = f"{x:.1e}".split("e")
        return f"{digits}·10".replace("-", "−") + str(int(power)).translate(_RAISED)
    text = f"{x:.0f}" if size >= 1000 else f"{x:.2f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def tick(x, step):
    """Return a number beside an axis whose marks are `step` apart: whole numbers stay whole."""
    if step >= 1 and float(step).is_integer():
        return f"{x:.0f}".replace("-", "−")
    return number(x) if step >= 0.01 else f"{x:.3f}".replace("-", "−")


def shortened(text, letters):
    """Return `text`, cut to so many letters with an ellipsis where it is longer."""
    text = str(text)
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
