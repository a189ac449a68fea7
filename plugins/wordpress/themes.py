"""What themes and plugins add to an article, and what it is here: the table to extend.

A row is a name that is certain: a class, or a shortcode. What stands in no row is never dropped: a class means nothing
and its text stays, a shortcode stays in the text as it was and is listed in the report.

Where the parts of AFFINGER, SWELL, Cocoon and JIN go: boxes into `BOXES`, markers into `MARKERS`, shortcodes that wrap a
text into `SHORTCODE_BOXES`, those that stand for one thing into `source.py`.
"""

from __future__ import annotations

import re

BOXES = {
    # Cocoon: 補足情報、補足質問、補足注意、メモ
    "information-box": "参考",
    "question-box": "疑問",
    "alert-box": "注意",
    "memo-box": "メモ",
    "is-style-information-box": "参考",
    "is-style-question-box": "疑問",
    "is-style-alert-box": "注意",
    "is-style-memo-box": "メモ",
    # SWELL
    "is-style-icon_info": "参考",
    "is-style-icon_announce": "注意",
    "is-style-icon_pen": "メモ",
}
"""Class of a block → name of the box."""

LIKE_A_BOX = re.compile(
    r"(?:^|[-_\s])\w*(?:box|memo|caution|alert|notice|frame|waku|fukidashi|balloon|speech|kaiwa)\w*",
    re.IGNORECASE,
)
"""Classes that look like those of a box, a frame or a balloon; one in no row here loses its look, and that is told."""

SHORTCODE_BOXES = ("st-mybox", "st-midasibox")
"""Shortcodes that wrap a text, with a `title`: AFFINGER."""

BOX_NAMES = {
    "ポイント": "ポイント",
    "POINT": "ポイント",
    "注意": "注意",
    "注意ポイント": "注意",
    "メモ": "メモ",
    "参考": "参考",
    "関連": "参考",
    "疑問": "疑問",
    "チェックリスト": "チェック",
    "まとめ": "まとめ",
    "例文": "例文",
    "メリット": "メリット",
    "デメリット": "デメリット",
}
"""Title of such a box → name of ours; a box with another title is a メモ with that title."""

MARKERS = re.compile(
    r"(?:^|\s)(?:marker(?:-under|-yellow|-red|-blue|-green|2)?|marker-under-\w+|mark_(?:yellow|orange|green|blue)"
    r"|[yrgb]marker(?:-s)?|st-mymarker(?:-s)?)(?:\s|$)"
)
"""Classes of coloured pens: Cocoon and JIN (marker), SWELL (mark_yellow), AFFINGER (ymarker, st-mymarker)."""

DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "ssp_meta_description",  # SEO SIMPLE PACK, which goes with SWELL
    "the_page_meta_description",  # Cocoon
)
"""Where descriptions stand, the first that is written out wins."""

NOINDEX = {
    "_yoast_wpseo_meta-robots-noindex": re.compile("1"),
    "rank_math_robots": re.compile(".*noindex.*", re.DOTALL),
    "_aioseop_noindex": re.compile("on"),
    "the_page_noindex": re.compile("1"),
}
PRIMARY_CATEGORIES = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
"""Meta with the number of the one category that counts."""

AFFILIATE_HOSTS = re.compile(
    r"(?:^|\.)(?:a8\.net|moshimo\.com|valuecommerce\.com|accesstrade\.net|afi-b\.com|rentracks\.jp|felmat\.net"
    r"|j-a-net\.jp|afl\.rakuten\.co\.jp|linksynergy\.com|smart-c\.jp|presco\.asia|tcs-asp\.net|amzn\.to)$"
)
"""Hosts whose snippets may not be changed."""
