"""人気ブログランキング.

service: 人気ブログランキング    https://blog.with2.net/link/?id=1234567&cid=4281
id: 1234567              →
cid: 4281
"""

from __future__ import annotations

from plugins.votes.providers.provider import Form, Provider, Values


def address(values: Values) -> str:
    """Return where a vote goes; `cid` names the category."""
    category = f"&cid={values['cid']}" if "cid" in values else ""
    return f"https://blog.with2.net/link/?id={values['id']}{category}"


PROVIDER = Provider(
    name="人気ブログランキング",
    kind="with2",
    forms={
        "id": Form(
            r"[0-9]{4,8}", "1234567", required=True, where="投票リンクの「id=」の後の4〜8桁の数字です。"
        ),
        "cid": Form(r"[0-9]{1,6}", "4281", where="カテゴリーごとの投票リンクの「cid=」の後の数字です。"),
    },
    address=address,
    pictures=("blog.with2.net",),
)
