"""Text for the places that guess whether they were given markup, such as tooltips."""

from desktop.domain.text import plain


def tip(text: str) -> str:
    """Return `text` in a form that is always shown letter by letter; "" stays ""."""
    fit = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{fit}</span>" if fit else ""
