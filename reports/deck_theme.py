"""Our colours and typefaces as the theme of a presentation, so that what people add to a deck looks alike."""

import re
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE

from charts.look import LIGHT

LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""Typefaces that office programs have; where the Chinese one is missing, they take the system's."""
COLOURS = {
    "dk2": LIGHT.ink, "lt2": LIGHT.scale[0], "accent1": LIGHT.accent, "accent2": LIGHT.neutral, "accent3": LIGHT.good,
    "accent4": LIGHT.risk, "accent5": LIGHT.bad, "accent6": LIGHT.scale[3], "hlink": LIGHT.accent, "folHlink": LIGHT.accent,
}  # fmt: skip


def set_theme(presentation: Any) -> None:
    """Write colours and typefaces into the theme of the slides."""
    part = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = themed(part.blob.decode("utf-8")).encode("utf-8")  # the library has no words for themes


def themed(xml: str) -> str:
    """The theme with our colours and typefaces."""
    for name, colour in COLOURS.items():
        value = f'<a:{name}><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:{name}>'
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", value, xml, flags=re.S)
    xml = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{LATIN}"/>', xml)
    xml = re.sub(r'<a:ea typeface="[^"]*"/>', f'<a:ea typeface="{CHINESE}"/>', xml)
    return re.sub(r'<a:font script="Hans" typeface="[^"]*"/>', f'<a:font script="Hans" typeface="{CHINESE}"/>', xml)
