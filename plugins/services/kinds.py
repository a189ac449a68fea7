"""The kinds of services, and what a search engine takes a review of each for."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str | None] = {
    "転職エージェント": "Organization",
    "転職サイト": "Organization",
    "スカウトサービス": "Organization",
    "キャリア相談": None,  # a Service: its reviews are not accepted
    "講座": "Course",
    "書籍": "Book",
    "アプリ": None,  # a SoftwareApplication is accepted with a price only, which is not among our data
    "その他": None,
}
"""Kind → type of schema.org that Google's review snippets accept (documentation as of 2026), or None for no `Review`."""
