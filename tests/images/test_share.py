"""Pictures of titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from plugins.images import share
from plugins.images.lettering import MISSING, lines_of, phrases_of, signs_of, width_of
from plugins.images.settings import ImagesSettings
from plugins.images.share import GROUND, SIZE, Colours, Drawing, draw
from plugins.images.store import Pictures
from tests.images.pictures import opened

TITLE = "最終面接で聞かれること。社長の質問には「これから」で答える"


def drawn(folder: Path, title: str, name: str = "しごとの道しるべ") -> tuple[Image.Image, str]:
    drawing = Drawing(title, name, Colours(), str(folder / "a.png"), str(folder / "b.png"))
    missing = draw(drawing)
    assert opened((folder / "b.png").read_bytes()).size == (360, 189)
    return opened((folder / "a.png").read_bytes()).convert("RGB"), missing


def lines(title: str, size: int = 72, width: int = 1040) -> list[str]:
    return [
        "".join(sign.text for sign in line) for line in lines_of(phrases_of(signs_of(title)[0]), size, width)
    ]


def test_the_size_that_sites_ask_for(tmp_path: Path) -> None:
    picture, missing = drawn(tmp_path, TITLE)
    assert picture.size == SIZE == (1200, 630)
    assert missing == ""
    assert (tmp_path / "a.png").stat().st_size < 60_000


def test_the_same_bytes_again(tmp_path: Path) -> None:
    drawn(tmp_path, TITLE + "👩‍💻")
    first = (tmp_path / "a.png").read_bytes(), (tmp_path / "b.png").read_bytes()
    drawn(tmp_path, TITLE + "👩‍💻")
    assert first == ((tmp_path / "a.png").read_bytes(), (tmp_path / "b.png").read_bytes())


@pytest.mark.parametrize("damage", [None, b"", b"\0" * 100, "of another blog"])
def test_the_ground_that_was_kept_is_the_same(tmp_path: Path, damage: bytes | str | None) -> None:
    first, _ = drawn(tmp_path, TITLE)
    if isinstance(damage, bytes):
        (tmp_path / GROUND).write_bytes(damage)
    elif damage:
        drawn(tmp_path, TITLE, "ほかのブログ")
    share._ground.cache_clear()  # as in another process
    assert drawn(tmp_path, TITLE)[0].tobytes() == first.tobytes()


@pytest.mark.parametrize("size", [80, 56, 36, 20])
@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "転職",
        "はじめての転職面接👩‍💻。前の晩にすることは3つだけ☕️",
        "職務経歴書とAbcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzの例文",
        "「面接」「職務経歴書」「逆質問」「内定」「退職」「入社」「志望動機」「自己PR」",
        "ああああああああああああああああああああああああああああああああああああ、いい。",
    ],
)
def test_lines_fit_and_lose_nothing(title: str, size: int) -> None:
    signs, _ = signs_of(title)
    found = lines_of(phrases_of(signs), size, 1040)
    assert all(width_of(line, size) <= 1040 for line in found)
    assert "".join(sign.text for line in found for sign in line).replace(" ", "") == title.replace(" ", "")
    assert not any(line[0].text in "、。」）" for line in found)


def test_lines_end_at_phrases() -> None:
    assert lines("面接の前の晩に読む記事です", width=600) == ["面接の前の晩に", "読む記事です"]


def test_lines_are_about_as_long() -> None:
    widths = [len(line) for line in lines(TITLE)]
    assert max(widths) - min(widths) <= 4


@pytest.mark.parametrize(
    ("title", "signs"),
    [
        ("面接👩‍💻の", ["面", "接", "👩‍💻", "の"]),
        ("🇯🇵1️⃣👍🏽", ["🇯🇵", "1️⃣", "👍🏽"]),
        ("❤️と❤", ["❤️", "と", "❤"]),
        ("★♪①㈱℡", ["★", "♪", "①", "㈱", "℡"]),
        ("髙﨑𠮷", ["髙", "﨑", "𠮷"]),
        ("葛\U000e0100城", ["葛", "城"]),
        ("か\u3099", ["が"]),
        ("a\u200bb\u00ad", ["a", "b"]),
        ("👨‍👩‍👧‍👦", ["👨‍👩‍👧‍👦"]),
        ("👩‍🦲‍🍙", ["👩‍🦲", "🍙"]),
    ],
)
def test_every_sign_has_its_letter(title: str, signs: list[str]) -> None:
    found, missing = signs_of(title)
    assert [sign.text for sign in found] == signs
    assert missing == ""


def test_emoji_are_in_colour(tmp_path: Path) -> None:
    def colourful(title: str) -> int:
        red, green, _ = drawn(tmp_path, title)[0].crop((60, 60, 1140, 420)).split()
        reddish = ImageChops.subtract(red, green).point(lambda value: 255 if value > 100 else 0)
        return reddish.histogram()[255]

    assert colourful("面接❤️") > 500
    assert colourful("面接") == 0


def test_a_sign_without_a_letter_is_marked_and_reported(tmp_path: Path) -> None:
    found, missing = signs_of("タイ語ไทย")
    assert missing == "ไทย"
    assert [sign.text for sign in found][-3:] == [MISSING] * 3
    assert drawn(tmp_path, "タイ語ไทย")[1] == "ไทย"


def test_a_title_of_any_length(tmp_path: Path) -> None:
    for title in ("あ", "面接の準備。" * 40, "面接の準備。" * 200):
        assert drawn(tmp_path, title)[1] == ""


def test_a_long_name_of_the_blog_fits(tmp_path: Path) -> None:
    picture, _ = drawn(tmp_path, TITLE, "とても長い名前のキャリア相談のブログ" * 4)
    edge = picture.crop((1160, 570, 1200, 615))
    assert len(set(edge.get_flattened_data())) == 1


def test_drawn_once_a_title(tmp_path: Path) -> None:
    def run(*titles: str) -> tuple[int, list[tuple[str, str]], list[str]]:
        pictures = Pictures(tmp_path, ImagesSettings(), "ブログ")
        pictures.scan({})
        found = [pictures.drawn(f"a{number}", title) for number, title in enumerate(titles)]
        before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.png")}
        reported = list(pictures.draw(set(pictures.published().values()))())
        pictures.save()
        made = [path for path in tmp_path.glob("*.png") if path.stat().st_mtime_ns != before.get(path)]
        return len(made), reported, [each.address for each in found]

    titles = ("面接", "ไทย")
    first = run(*titles)
    second = run(*titles)
    assert first[0] == 4
    assert second[0] == 0
    assert first[1:] == second[1:], "what is missing is reported by every build"
    assert run("面接の準備", "ไทย")[0] == 2


def test_the_name_of_the_blog_is_part_of_the_name(tmp_path: Path) -> None:
    one, other = (
        Pictures(tmp_path, ImagesSettings(), name).drawn("a", "面接").address for name in ("甲", "乙")
    )
    assert one != other


def test_the_colour_of_the_brand() -> None:
    assert Colours.of(None) == Colours()
    assert (Colours.of("#7a3b2e").deep, Colours.of("#7a3b2e").soft) == ("#7a3b2e", "#b6938c")
