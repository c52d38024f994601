"""Show a verdict: as plain text, and as a small panel of HTML."""


def as_text(verdict):
    """Return the verdict as plain text: a line a case, then what happened and the idea."""
    lines = [f"{verdict.function}: {verdict.points:g} of {verdict.max_points:g} points"]
    lines += [f"  {'✓' if case.passed else '✗'} {case.words}" for case in verdict.cases]
    lines += [part for part in (verdict.happened, verdict.evidence, verdict.idea) if part]
    return "\n".join(lines)


def as_html(verdict):
    """Return the verdict as HTML."""
    from html import escape

    return f"<pre>{escape(as_text(verdict))}</pre>"
