"""にほんブログ村, the IN ranking: a visit through this link is a vote.

    service: にほんブログ村            https://career.blogmura.com/tenshokucareer/ranking/in?p_cid=12345678
    category: career            →
    subcategory: tenshokucareer
    id: 12345678

Without a category it is the general ranking, `https://blogmura.com/ranking/in?p_cid=12345678`.
"""

from __future__ import annotations

from plugins.votes.providers.provider import Form, Provider, Values

ID = Form(r"[0-9]{8}", "12345678", required=True, where="投票リンクの「p_cid=」の後の8桁の数字です。")

_WORD = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"


def address(values: Values) -> str:
    """Return where a vote goes."""
    host = f"{values['category']}.blogmura.com" if "category" in values else "blogmura.com"
    path = f"{values['subcategory']}/" if "subcategory" in values else ""
    return f"https://{host}/{path}ranking/in?p_cid={values['id']}"


PROVIDER = Provider(
    name="にほんブログ村",
    kind="blogmura",
    forms={
        "id": ID,
        "category": Form(_WORD, "career", where="投票リンクの「.blogmura.com」の前の英字です。"),
        "subcategory": Form(_WORD, "tenshokucareer", where="投票リンクの「/ranking/」の前の英字です。"),
    },
    address=address,
    pictures=("b.blogmura.com",),
)
