"""The list of 「利用者情報の外部送信について」: to whom a reader's browser sends something, what, and why (電気通信事業法).

The hosts are those that the built pages contact (`contacts`); what is said of each stands in a table: the entries
here for what this system itself offers, and the owner's own in `content/data/transmissions.yaml`.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import Field, RootModel

from plugins.core.contacts import Contact
from plugins.core.data import Record
from plugins.core.library import Document, Library
from plugins.core.problems import Report
from plugins.dialect.needs import Need
from plugins.services.networks import NETWORKS

PLACEHOLDER = "<!--transmissions-->"
"""Stands in a page for the list until all pages are known."""

Text = Annotated[str, Field(min_length=1)]

_ACCESS = "IPアドレス、閲覧したページのアドレス、ブラウザーの種類など"


class Recipient(Record):
    """One host: who is behind it, what reaches him, and what for."""

    recipient: Text
    sent: Text = _ACCESS
    purpose: Text
    policy: str = ""
    """The address of the recipient's own explanation."""


class Recipients(RootModel[dict[str, Recipient]]):
    """`transmissions.yaml`: host → recipient."""


_IDENTIFIED = _ACCESS.removesuffix("など") + "、Cookie などの識別子"
_GOOGLE_POLICY = "https://policies.google.com/technologies/partner-sites?hl=ja"
_BLOGMURA = "株式会社ムラウチドットコム（にほんブログ村）"
OFFERED: Mapping[str, Recipient] = {
    "blogparts.blogmura.com": Recipient(recipient=_BLOGMURA, purpose="ブログランキングの閲覧数の集計"),
    "b.blogmura.com": Recipient(recipient=_BLOGMURA, purpose="ブログランキングの公式ボタン画像の表示"),
    "blog.with2.net": Recipient(
        recipient="人気ブログランキング", purpose="ブログランキングの公式ボタン画像の表示"
    ),
    "www.googletagmanager.com": Recipient(
        recipient="Google LLC（Google アナリティクス）",
        sent=_IDENTIFIED,
        purpose="アクセス解析（どのページがどれだけ読まれているかを知るため）",
        policy=_GOOGLE_POLICY,
    ),
    "pagead2.googlesyndication.com": Recipient(
        recipient="Google LLC（Google アドセンス）と、その提携する広告の事業者",
        sent=_IDENTIFIED,
        purpose="広告の表示と、効果の計測",
        policy=_GOOGLE_POLICY,
    ),
    "docs.google.com": Recipient(
        recipient="Google LLC（Google フォーム）",
        sent=_IDENTIFIED,
        purpose="お問い合わせフォームの表示",
        policy="https://policies.google.com/privacy?hl=ja",
    ),
    "www.youtube-nocookie.com": Recipient(
        recipient="Google LLC（YouTube）",
        purpose="動画の再生（再生ボタンを押したときだけ送られます）",
        policy="https://policies.google.com/privacy?hl=ja",
    ),
}


def placeholder(_need: Need, _document: Document, _library: Library, _report: Report) -> str:
    """Answer the need of `@[外部送信]`: the frame of the list, which the page is made with, so that it has its styles."""
    return (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="外部送信の一覧（横に動かせます）">'
        f"<table>\n{PLACEHOLDER}\n</table></div>"
    )


def recipient_of(host: str, own: Mapping[str, Recipient]) -> Recipient | None:
    """Return what is known of a host: the owner's entry, ours, or that of the affiliate network that serves it."""
    if host in own:
        return own[host]
    if host in OFFERED:
        return OFFERED[host]
    for network in NETWORKS:
        if any(host == domain or host.endswith("." + domain) for domain in network.domains):
            return Recipient(
                recipient=f"{network.name}（広告の配信事業者）", purpose="広告の表示と、成果の計測"
            )
    return None


def listing(contacts: Iterable[Contact], own: Mapping[str, Recipient]) -> str:
    """Return the HTML of the list's rows."""
    rows = [
        (contact, recipient)
        for contact in sorted(set(contacts))
        if (recipient := recipient_of(contact.host, own)) is not None
    ]
    if not rows:
        words = "このサイトのページを開くだけで、読者の情報が外部のサービスへ送られることはありません。"
        return f"<tbody>\n<tr><td>{words}</td></tr>\n</tbody>"
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("送信先", "送られる情報", "目的", "使っているもの")
    )
    body = "".join(f"<tr>{_row(contact, recipient)}</tr>\n" for contact, recipient in rows)
    return f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>"


def _row(contact: Contact, recipient: Recipient) -> str:
    name = html.escape(recipient.recipient)
    if recipient.policy:
        name = f'<a href="{html.escape(recipient.policy)}" rel="noopener">{name}</a>'
    cells = (recipient.sent, recipient.purpose, contact.what)
    return f'<th scope="row">{name}<br><small>{html.escape(contact.host)}</small></th>' + "".join(
        f"<td>{html.escape(cell)}</td>" for cell in cells
    )


def undeclared(found: Mapping[Contact, str], own: Mapping[str, Recipient]) -> list[str]:
    """Return a message for each host that nothing is known of; `found`: contact → the first page that has it."""
    return [
        f"「{page}」のページが「{contact.host}」に接続します（{contact.what}）。読者に説明が必要です。"
        f"content/data/transmissions.yaml に「{contact.host}:」と recipient（送信先）、purpose（目的）を書いてください。"
        for contact, page in sorted(found.items())
        if recipient_of(contact.host, own) is None
    ]


def without_page(found: Collection[Contact]) -> str:
    """Return the message for a site that contacts others and does not say so."""
    hosts = "、".join(sorted({contact.host for contact in found}))
    return (
        f"外部に接続する部品があります（{hosts}）が、それを読者に知らせるページがありません。"
        "content/pages/ のページに「@[外部送信]」の行を書いてください。"
    )
