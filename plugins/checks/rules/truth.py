"""What is said of the world: it needs a source and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.checks.page import Page, Passage
from plugins.checks.rule import Found

_SUCCESS = (
    "内定|採用され|受か|合格|成功|稼げ|年収(?:が|を)?上|もらえ|転職でき|叶(?:う|い|え)|うまくいき|うまくいく"
)
_CLAIMS = (
    re.compile(rf"(?:必ず|絶対(?:に)?|確実に)(?!しも)[^。！？、\n]{{0,12}}?(?:{_SUCCESS})"),
    re.compile(rf"(?:100|１００)\s*[%％パ][^。！？\n]{{0,10}}?(?:{_SUCCESS}|安心|満足|保証)"),
    re.compile(
        r"(?:業界|国内|日本|地域|人気|満足度|顧客満足度?|利用者数|求人数)\s*(?:No\.?\s?[1１]|Ｎｏ．?[1１]|ナンバーワン)(?![0-9０-９])",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w.])No\.\s?[1１](?![0-9０-９.])(?=の|を|に|！|!|です|で)", re.IGNORECASE),
    re.compile(r"業界(?:最大級?|最多|最高|トップ(?!層|ラン|ク)|随一|一(?=の|を))"),
    re.compile(r"[第]?[1１一]位\s*(?:を|に|の)?\s*(?:獲得|受賞|達成|選ばれ|輝)"),
    re.compile(
        r"(?:満足度|内定率|転職成功率|決定率|合格率|定着率|継続率|書類通過率)(?:は|が|も|:|：|で)?[^。！？\n、%％]{0,8}?[0-9０-９]+(?:[.．][0-9０-９]+)?\s*[%％]"
    ),
)
_DENIED = re.compile(
    r"わけで(?:は|も)|とは?限|では(?:あり|ない)|でもない|できません|ありません|お約束|保証(?:し|は)|なんて|という(?:広告|言葉|うたい|表示)|とうた|鵜呑み|でしょうか|ますか|[？?]"
)
_SOURCE = re.compile(
    r"出典|出所|調べ|調査|によると|によれば|発表|公表|統計|白書|\[\^|（※|※\d|[（(][^）)]*(?:19|20)\d\d[^）)]*[)）]|https?://"
)
_DATE = re.compile(r"(?:19|20)\d\d\s*[年/.-]|令和|平成|\d{1,2}月(?:\d{1,2}日)?(?:時点|現在|調べ)|\[\^")
_LATEST = re.compile(
    r"(?P<year>20\d\d)年(?:\d{1,2}月)?(?:度)?(?:の|版)?[ 　]?[【\[（]?最新|最新[ 　]?[（(【]?(?P<later>20\d\d)年(?:\d{1,2}月)?(?:度)?(?:版)"
)
_AMOUNT = r"[0-9０-９][0-9０-９,，.]*\s*(?:億|万)?"
_CHECKABLE = (
    re.compile(
        rf"(?:平均|中央値|モデル|想定)(?:の)?(?:年収|月収|給与|賃金|時給)?(?:は|が|も|で|:|：)[^。！？\n]{{0,10}}?{_AMOUNT}千?円"
    ),
    re.compile(rf"(?:平均年収|平均月収|平均給与|平均時給|初任給|最低賃金)[^。！？\n]{{0,12}}?{_AMOUNT}千?円"),
    re.compile(
        rf"(?:求人(?:数|件数)|非公開求人|公開求人|掲載件数)(?:は|が|も|を|:|：|数|約|の)[^。！？\n]{{0,8}}?{_AMOUNT}(?:千)?件"
    ),
)
_CHECKED = re.compile(
    r"確認日|時点|現在(?!の|地)|確認[)）]|月(?:\d{1,2}日)?に?確認|調べ[)）]|調査|出典|統計|によると|によれば|(?:19|20)\d\d年|令和|\[\^"
)
_SUPPOSED = re.compile(r"例えば|たとえば|仮に|場合|なら")
_PUSHING = re.compile(
    r"(?:登録|申し?込み?|応募)(?:し)?(?:ない|なきゃ)(?:と|のは|人は|なんて)(?:絶対)?(?:に)?損"
    r"|今だけ(?:限定|無料|お得|の?(?:特典|キャンペーン|チャンス))|残り(?:わずか|あと)[!！]"
    r"|(?:誰|だれ)でも(?:簡単に|必ず|絶対)[^。]{0,10}(?:稼|内定|転職でき|受か)|今すぐ(?:登録|申し?込|クリック)(?:しないと|しなければ|！|!)"
)


def claims(page: Page) -> Iterator[Found]:
    """Mark great words where neither their paragraph nor the one beside it gives source and date."""
    for number, line, around in _statements(page):
        for sentence in re.split(r"(?<=[。！？!?])", line):
            if _DENIED.search(sentence):
                continue
            match = next((found for pattern in _CLAIMS if (found := pattern.search(sentence))), None)
            missing = [
                word for word, pattern in (("出典", _SOURCE), ("年月", _DATE)) if not pattern.search(around)
            ]
            if match and missing:
                yield Found(number, f"「{match[0]}」に、{'と'.join(missing)}がありません")


def latest(page: Page) -> Iterator[Found]:
    """Mark 「2020年最新」 once that year is over."""
    for passage in page.passages:
        if passage.is_example:
            continue
        for number, line in passage.numbered():
            for match in _LATEST.finditer(line):
                if int(match["year"] or match["later"]) < page.year:
                    yield Found(number, f"「{match[0]}」とありますが、今年は{page.year}年です")


def undated(page: Page) -> Iterator[Found]:
    """Mark salaries and numbers of jobs that do not say as of when."""
    for number, line, around in _statements(page):
        for sentence in re.split(r"(?<=[。！？!?])", line):
            match = next((found for pattern in _CHECKABLE if (found := pattern.search(sentence))), None)
            if match and not _SUPPOSED.search(sentence) and not _CHECKED.search(around):
                yield Found(number, f"「{match[0]}」に、いつ確かめた数かがありません")


def pushing(page: Page) -> Iterator[Found]:
    """Mark words that push the reader to buy."""
    for passage in page.prose:
        for number, line in passage.numbered():
            for match in _PUSHING.finditer(line):
                yield Found(number, f"「{match[0]}」と、読む人をあおる言い方があります")


def _statements(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield each line of the writer's own words with its number, and the text around it as typed."""
    prose: Sequence[Passage] = list(page.prose)
    for position, passage in enumerate(prose):
        near = prose[max(0, position - 1) : position + 2]
        around = "\n".join(line for each in near for line in each.lines)
        for number, line in passage.numbered():
            yield number, line, around
