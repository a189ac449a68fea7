"""Slips of the hand and of the input method."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from plugins.checks.page import Page, Passage
from plugins.checks.rule import Found

if TYPE_CHECKING:
    from plugins.core.tokens import Tokenizer, Word

SHOWN = 14
"""How many characters around a slip are quoted."""

_PAIRS: Mapping[str, str] = {"「": "」", "『": "』", "【": "】", "（": "）", "(": ")"}
_CLOSERS = {close: start for start, close in _PAIRS.items()} | {")": "（"}
_NO_BRACKETS = re.compile(
    r"^\s*[（(]?[0-9０-９a-zA-Zａ-ｚア-ン一二三四五六七八九十①-⑳][0-9０-９]?[)）]"  # 1） a)
    r"|[（(][^（）()「」ぁ-んァ-ヶ一-龠]{1,8}[)）]"  # (^o^)
    r"|[:;][-'^]?[()]|[()][;:]"
    r"|[（(][・´｀｡*ﾉ；;^＾TＴ>＞<＜笑泣≧≦▽∀ω_＿-]+[^（）()]{0,4}[)）]"
)
_DOUBLED_MARKS = re.compile(r"(?<![。．])。。(?![。．])|(?<!、)、、(?!、)|、。|。、(?!、)")
_PARTICLES = re.compile(r"をを|がが|のの|にに|はは|でで|とと|へへ|もも")
_BROKEN = re.compile(
    r"(?P<て>[るうくすつぬむぶぐ]て)"
    r"|(?:ます|です|ました|でした)(?:です|ました|ます)(?=[。、！？!?」）]|$)"
    r"|(?<![あ-んァ-ヶ一-龠]だ)るま(?:す|した)(?=[。、！？!?」）がのかね]|$)"
    r"|まし(?:まし|たた|また)|(?<=[しりちきみいび])ますす|くだ(?:い|ささい|さいい)(?=[。、！!」）]|$)"
    r"|おも(?:もい|いい)ます|(?<=[てで])いいます(?=[。、])"
)
_HALF_KANA = re.compile(r"[ｦ-ﾟ]+")
DECOMPOSED = re.compile("[か-ほカ-ホうウワ-ヲゝヽ][\u3099\u309a]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
    "|(?<![0-9│\u00a0])\u00a0(?![0-9])|\u200d(?![\u2190-\U0001faff])"
)
_LEFTOVERS = re.compile(
    r"(?:\bTODO|\bFIXME|\bXXX)(?=\s*[:：（(])|^\s*(?:TODO|FIXME|XXX)\b(?!\s*[^\x00-\x7f\s:：])|【TODO】|[（(](?:TODO|要確認)[)）]"
    r"|ダミー(?:テキスト|文章|画像|です|の文)|(?:ここ|こちら)に、?[^。、」]{0,24}(?:を入力(?!しま)|を記入(?!しま)|を書く|を書きます|が入ります|を入れる)|テキストテキスト|テストテスト|ああああ"
    r"|(?i:lorem ipsum)"
)
_BLANKS = re.compile(r"[○〇◯]{2,}|[●]{2,}|[×✕]{3,}")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"]*\"|（[^）]*）|\([^)]*\)")
_WIDE_MARKS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"[ 　]*(?P<typed>[#＃]*＃[#＃]*)[ 　]"), lambda typed: "#" * len(typed) + " "),
    (
        re.compile(r"[ 　]*(?P<typed>(?:[0-9０-９]{1,2})．|[０-９]{1,2}\.)(?=[^\s\d０-９])"),
        lambda typed: unicodedata.normalize("NFKC", typed) + " ",
    ),
    (re.compile(r"[ 　]*(?P<typed>＞)(?!＞)"), lambda _: "> "),
    (re.compile(r"[ 　]*(?P<typed>｜)(?=.*｜)(?![^｜]*《)"), lambda _: "|"),
    (re.compile(r"[ 　]*(?P<typed>・)(?=[^\s・])"), lambda _: "- "),
    (re.compile(r"[ 　]*(?P<typed>[:：]*：[:：]*)(?<=.{3})(?=[^:：]|$)"), lambda typed: ":" * len(typed)),
)


def brackets(page: Page) -> Iterator[Found]:
    """Mark brackets without their counterpart, and doubled ones."""
    paragraphs = [each for each in page.passages if each.kind == "paragraph"]
    for _, group in groupby(paragraphs, key=lambda each: each.group):
        yield from _unpaired(_signs(list(group)))
    for passage in page.passages:
        if passage.kind != "paragraph":
            yield from _unpaired(_signs([passage]))


def _signs(passages: Sequence[Passage]) -> Iterator[tuple[str, int, str]]:
    """Yield each bracket with its line, and the text that begins with it."""
    for passage in passages:
        for number, line in passage.numbered():
            if "`" in line:
                continue  # code that is not closed: what is code and what is text is anybody's guess
            text = _NO_BRACKETS.sub(lambda match: "＿" * len(match[0]), line)
            for position, sign in enumerate(text):
                if sign in _PAIRS or sign in _CLOSERS:
                    start = position if sign in _PAIRS else max(0, position - SHOWN + 1)
                    yield sign, number, line[start : start + SHOWN]


def _unpaired(signs: Iterable[tuple[str, int, str]]) -> Iterator[Found]:
    every = list(signs)
    open_: list[tuple[str, int, str]] = []
    for position, (sign, line, text) in enumerate(every):
        if sign in _PAIRS:
            open_.append((sign, line, text))
            continue
        kind = _CLOSERS[sign]
        place = next((each for each in reversed(range(len(open_))) if _same(open_[each][0], kind)), None)
        if place is not None:
            yield from map(_unclosed, filter(_counts, open_[place + 1 :]))
            del open_[place:]
        elif (
            open_
            and open_[-1][1] == line
            and _counts(open_[-1])
            and _PAIRS[open_[-1][0]] not in (each[0] for each in every[position:])
        ):
            first = open_.pop()
            yield Found(first[1], f"「{first[2]}」は「{first[0]}」で始まり、「{sign}」で終わっています")
        elif sign != ")":
            yield Found(line, f"「{text}」の閉じる「{sign}」に、対応する「{kind}」がありません")
    yield from map(_unclosed, filter(_counts, open_))


def _same(one: str, other: str) -> bool:
    return one == other or {one, other} == {"(", "（"}


def _counts(sign: tuple[str, int, str]) -> bool:
    return sign[0] != "("


def _unclosed(sign: tuple[str, int, str]) -> Found:
    kind, line, text = sign
    doubled = (
        f"「{kind}」が続けて二つあり、一つが閉じられていません"
        if text.startswith(kind * 2)
        else f"「{kind}」が「{_PAIRS[kind]}」で閉じられていません"
    )
    return Found(line, f"「{text}」の{doubled}")


def punctuation(page: Page) -> Iterator[Found]:
    """Mark two marks where one is meant; three are a pause."""
    for passage in page.passages:
        for number, line in passage.numbered():
            for match in _DOUBLED_MARKS.finditer(line):
                yield Found(number, f"「{_around(line, match)}」で「{match[0]}」と続いています")


def unfinished(page: Page) -> Iterator[Found]:
    """Mark a paragraph that ends in a comma, unless a list or the like goes on with the sentence."""
    for passage in page.prose:
        last = passage.plain[-1].rstrip(" 　*=_~")
        goes_on = passage.before in ("リスト", "引用", "表", "コード", "HTML", "画像", "説明")
        if (
            passage.kind == "paragraph"
            and last.endswith(("、", "，"))
            and not goes_on
            and "リスト" not in passage.inside
        ):
            yield Found(passage.line + len(passage.lines) - 1, f"段落が「{last[-SHOWN:]}」で終わっています")


def particles(page: Page) -> Iterator[Found]:
    """Mark a particle typed twice. ものの is one word, and どうのこうのの is right: of のの the first stands behind a noun."""
    for passage in page.passages:
        for number, line in passage.numbered():
            if _PARTICLES.search(line):
                words = _words(line)
                for before, one, other in zip(words, words[1:], words[2:], strict=False):
                    is_doubled = one.surface == other.surface and _PARTICLES.fullmatch(one.surface * 2)
                    are_particles = one.pos.startswith("助詞") and other.pos.startswith("助詞")
                    if (
                        is_doubled
                        and are_particles
                        and (one.surface != "の" or before.pos.startswith("名詞"))
                    ):
                        yield Found(
                            number, f"「{before.surface}{one.surface * 2}」と、同じ助詞が続いています"
                        )


def forms(page: Page) -> Iterator[Found]:
    """Mark forms that the language does not have: 成功するて, 思いますす."""
    for passage in page.passages:
        if "NG例" in passage.inside:
            continue
        for number, line in passage.numbered():
            for match in _BROKEN.finditer(line):
                if match["て"] is None or _is_broken_te(line, match.start()):
                    yield Found(number, f"「{_around(line, match)}」の「{match[0]}」という形がありません")


def _is_broken_te(line: str, place: int) -> bool:
    """Whether て stands behind the dictionary form of a verb."""
    position = 0
    for one, other in pairwise(_words(line)):
        position += len(one.surface)
        if position == place + 1:
            is_verb = one.pos.startswith("動詞") and one.surface == one.base and len(one.surface) > 1
            return is_verb and other.surface == "て" and other.pos.startswith("助詞")
    return False


def half_kana(page: Page) -> Iterator[Found]:
    """Mark half-width kana."""
    for passage in page.passages:
        for number, line in passage.numbered():
            for match in _HALF_KANA.finditer(line):
                if re.search("[ｱ-ﾝｦ]", match[0]) and len(match[0]) > 1:
                    right = unicodedata.normalize("NFKC", match[0])
                    yield Found(number, f"「{match[0]}」は半角カナです（全角では「{right}」）")


def decomposed(page: Page) -> Iterator[Found]:
    """Mark か + ゙ (what a Mac makes of file names), once a line."""
    for number, line in enumerate(page.lines, 1):
        match = next((each for each in DECOMPOSED.finditer(line) if len(_composed(each)) == 1), None)
        if match:
            yield Found(number, f"「{_composed(match)}」が2文字に分かれています")


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def invisible(page: Page) -> Iterator[Found]:
    """Mark characters that nobody sees, once a line."""
    for number, line in enumerate(page.lines, 1):
        if number not in page.verbatim and (match := _INVISIBLE.search(line)):
            before = line[max(0, match.start() - SHOWN // 2) : match.start()]
            yield Found(number, f"「{before}」の後に、見えない文字（U+{ord(match[0]):04X}）があります")


def leftovers(page: Page) -> Iterator[Found]:
    """Mark what was to be filled in or taken out."""
    for passage in page.passages:
        for number, line in passage.numbered():
            for match in _LEFTOVERS.finditer(line):
                yield Found(number, f"「{_around(line, match)}」が残っています")


def blanks(page: Page) -> Iterator[Found]:
    """Mark ○○ where nothing says that the reader is to fill it in."""
    for passage in page.prose:
        if passage.kind == "paragraph":
            for number, line in passage.numbered():
                for match in _BLANKS.finditer(_QUOTED.sub(lambda quoted: "＿" * len(quoted[0]), line)):
                    yield Found(number, f"「{_around(line, match)}」の「{match[0]}」が埋まっていません")


def wide_marks(page: Page) -> Iterator[Found]:
    """Mark full-width signs at the start of a line that stand for markup."""
    for number, line in page.body():
        for pattern, right in _WIDE_MARKS:
            if match := pattern.match(line):
                yield Found(
                    number,
                    f"行の初めの「{match['typed']}」が全角です（半角では「{right(match['typed']).strip()}」）",
                )


def replace_wide_mark(line: str) -> str:
    """Return a line with the sign at its start in half width."""
    for pattern, right in _WIDE_MARKS:
        if match := pattern.match(line):
            return (
                line[: match.start("typed")]
                + right(match["typed"])
                + line[match.end("typed") :].lstrip(" 　")
            )
    return line


def spaces(page: Page) -> Iterator[Found]:
    """Mark spaces at the ends of lines, once a file."""
    found = [number for number, line in page.body() if line.strip() and line != line.rstrip()]
    if found:
        yield Found(found[0], f"行の終わりに空白があります（このファイルに{len(found)}行）")


def _around(line: str, match: re.Match[str]) -> str:
    start = max(0, match.start() - SHOWN // 2)
    return line[start : match.end() + 2]


@cache
def _tokenizer() -> Tokenizer:
    from plugins.core.tokens import Tokenizer  # noqa: PLC0415 - few lines need the dictionary

    return Tokenizer()


def _words(line: str) -> list[Word]:
    return _tokenizer().words(line)
