"""`@[youtube](ID)`: a link to the video, which `videos.js` turns into a button that loads the player when pressed.

So nothing is requested from another site before the reader asks for it, and without script it is still a link.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown.util import AtomicString

from plugins.dialect.blocks import Special
from plugins.dialect.build import Build

_ARGUMENT = re.compile(
    r"""(?:https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:\S*&)?v=|embed/|shorts/)|youtu\.be/))?
        (?P<id>[A-Za-z0-9_-]{11})(?:[?&]\S*)?(?:\s+"(?P<title>[^"]+)")?""",
    re.VERBOSE,
)


def youtube(parent: ET.Element, block: Special, build: Build) -> None:
    """Render the link; an ID of another form is reported."""
    argument = block.groups["argument"]
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        build.error(
            block.line,
            f"「{argument}」は YouTube の動画の ID ではありません。「@[youtube](dQw4w9WgXcQ)」か動画のアドレスを書いてください。",
        )
        return
    frame = ET.SubElement(parent, "p", {"class": "video"})
    link = ET.SubElement(
        frame,
        "a",
        {
            "class": "video__link",
            "href": f"https://www.youtube.com/watch?v={match['id']}",
            "rel": "noopener",
            "data-youtube": match["id"],
        },
    )
    title = f": {match['title']}" if match["title"] else ""
    link.text = AtomicString(f"動画を見る{title}（YouTube）")
