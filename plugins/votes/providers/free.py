"""A ranking that has no module of its own: its name, its address, and a picture of this site where there is one.

service: 自由
name: 働き方ブログの広場
url: https://hiroba.example/vote?blog=42
"""

from __future__ import annotations

from plugins.votes.providers.provider import Form, Provider, Values


def address(values: Values) -> str:
    """Return the address as it is."""
    return values["url"]


PROVIDER = Provider(
    name="自由",
    kind="free",
    forms={
        "name": Form(r".+", "働き方ブログの広場", required=True),
        "url": Form(
            r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", "https://hiroba.example/vote?blog=42", required=True
        ),
    },
    address=address,
)
