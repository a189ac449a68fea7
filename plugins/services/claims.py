"""What must not stand near an affiliate link: 「クリックしてください」, and great words without a source.

Networks forbid asking for clicks; 景品表示法 (優良誤認) forbids 「No.1」 and 「満足度98%」 without proof.
Words are looked at in their sentence: 「必ず受かるわけではありません」 promises nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

_SUCCESS = "内定|採用|受か|合格|決ま|見つか|成功|稼げ|上が|増え|もらえ|転職でき|叶|うまくい"

_CLICK = re.compile(
    r"(?:クリック|タップ|ポチ(?:ッと|っと)?|押)(?:して|し)?(?:ください|下さい|て(?:ね|みて)|お願い)"
)
_GREAT = (
    re.compile(
        r"(?:業界|国内|日本|地域)?\s*(?:No\.?\s?[1１]|Ｎｏ．?[1１]|ナンバーワン)(?![0-9０-９])", re.IGNORECASE
    ),
    re.compile(r"(?:業界|国内|日本)(?:一|最大級?|最多|トップ|随一)(?!般|番|周|部|定|時|度|人|方|緒|律|面)"),
    re.compile(rf"(?:必ず|絶対(?:に)?|確実に)(?!しも)[^。！？\n]{{0,12}}?(?:{_SUCCESS})"),
    re.compile(rf"(?:100|１００)\s*[%％パ][^。！？\n]{{0,12}}?(?:{_SUCCESS}|安心|満足|保証)"),
    re.compile(
        r"(?:満足度|内定率|成功率|決定率|合格率|定着率|継続率|紹介率)[^。！？\n]{0,12}?[0-9０-９]+(?:[.．][0-9０-９]+)?\s*[%％]"
    ),
)
_DENIED = re.compile(
    r"わけで(?:は|も)|とは?限|ではありません|ではない|できません|ありません|お約束|保証(?:し|は)"
)
_SOURCE = re.compile(
    r"出典|調べ|調査|出所|\[\^|（※|※\d|https?://(?!\S*(?:a8\.net|moshimo|valuecommerce|accesstrade|afi-b|rakuten))"
)


def claims(text: str) -> Iterator[str]:
    """Return a message for every great word in a text that gives no source."""
    if _SOURCE.search(text):
        return
    for sentence in re.split(r"(?<=[。！？\n])", text):
        if _DENIED.search(sentence):
            continue
        for pattern in _GREAT:
            if match := pattern.search(sentence):
                yield f"広告リンクの近くに、根拠のない「{match[0]}」があります。出典を書き添えるか、言いかえてください（景品表示法の優良誤認）。"


def clicks(text: str) -> Iterator[str]:
    """Return a message for every request to click."""
    for match in _CLICK.finditer(text):
        yield f"広告リンクの近くに「{match[0]}」があります。広告の会社が禁じている言い方です。「公式サイトを見る」のように、行き先を書いてください。"


def findings(lines: Sequence[str], has_affiliate: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Return line (1-based) and message of what stands near an affiliate link: in its paragraph or the next to it."""
    paragraphs = list(_paragraphs(lines))
    affiliate = [any(has_affiliate(line) for _, line in paragraph) for paragraph in paragraphs]
    for position, paragraph in enumerate(paragraphs):
        if not any(affiliate[max(0, position - 1) : position + 2]):
            continue
        sourced = _SOURCE.search("\n".join(line for _, line in paragraph))
        for number, line in paragraph:
            for message in (*clicks(line), *(() if sourced else claims(line))):
                yield number, message


def _paragraphs(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """Split at blank lines; what stands in code is left out."""
    current: list[tuple[int, str]] = []
    in_code = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        elif line.strip() and not in_code:
            current.append((number, line))
        elif current:
            yield current
            current = []
    if current:
        yield current
