"""Colours between two colours, and what can be read on them."""

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
DARK, LIGHT, BLACK = (27, 36, 48), (255, 255, 255), (0, 0, 0)
READABLE = 4.5
"""The least contrast of a small text (WCAG 2.2, section 1.4.3); black or white reaches it on any colour."""


def ink_on(paper: Colour) -> Colour:
    """A dark or a light ink that can be read on a colour."""
    return next(ink for ink in (DARK, LIGHT, BLACK) if contrast(ink, paper) >= READABLE)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, section 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """A colour between two: `part` 0 is the first, 1 the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def rgb(text: str) -> Colour:
    """A colour of the palette, such as #0f4c81."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def css(colour: Colour) -> str:
    """A colour as figures take it."""
    return f"rgb({colour[0]},{colour[1]},{colour[2]})"
