"""にほんブログ村, the ranking by page views. The link is a plain one; only the picture, where it is asked for, counts.

service: にほんブログ村PV    https://blogmura.com/profiles/12345678?p_cid=12345678
id: 12345678           →
counter: yes                 https://blogparts.blogmura.com/parts_image/user/pv12345678.gif
"""

from __future__ import annotations

from plugins.votes.providers.blogmura import ID
from plugins.votes.providers.provider import Counter, Provider, Values


def address(values: Values) -> str:
    """Return the blog's page at the ranking."""
    return f"https://blogmura.com/profiles/{values['id']}?p_cid={values['id']}"


def counter(values: Values) -> str:
    """Return the picture whose request is a page view."""
    return f"https://blogparts.blogmura.com/parts_image/user/pv{values['id']}.gif"


PROVIDER = Provider(
    name="にほんブログ村PV",
    kind="blogmura-pv",
    verb="順位を見る",
    forms={"id": ID},
    address=address,
    counter=Counter(counter, 160, 87, "PVアクセスランキング にほんブログ村"),
)
