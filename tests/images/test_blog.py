"""Pictures of whole blogs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.core.problems import Level
from tests.images.pictures import SECRET, animation, bomb, corner, exif, opened, photo, saved, turned
from tests.support import ROOT, Blog, Built, short, snapshot

THEME = str(ROOT / "theme")
HEAVY = saved(photo(1200, 630), "JPEG")


@pytest.fixture
def photos(blog: Blog) -> Blog:
    """Give a blog with photos of a telephone, shown, linked and left alone."""
    blog.write("content/images/oka.jpg", turned(6, "JPEG"))
    blog.write("content/images/mizu umi.jpg", saved(corner(800, 400), "JPEG", exif=exif()))
    blog.write("content/images/yama.png", saved(corner(60, 30), "PNG", exif=exif()))
    blog.write("content/files/moto.jpg", saved(corner(50, 30), "JPEG", exif=exif()))
    blog.write("content/images/ugoku.gif", animation("GIF"))
    blog.article(
        "a",
        "![丘](../../images/oka.jpg)\n\n![湖](../../images/mizu%20umi.jpg)\n\n![動](../../images/ugoku.gif)\n\n"
        "[元の写真](../../files/moto.jpg)\n",
        image="../../images/mizu umi.jpg",
    )
    blog.article("b", "[](a.md)\n", title="画像のない記事☕️")
    return blog


def build(blog: Blog, *arguments: str) -> Built:
    blog.conf(every_room=True)
    return blog.build(*arguments, theme=THEME)


def test_no_file_of_the_site_tells_a_place(photos: Blog) -> None:
    built = build(photos).ok()
    found = snapshot(built.output)
    assert {"images/oka.jpg", "images/mizu umi.jpg", "images/yama.png", "files/moto.jpg"} < set(found)
    assert [name for name, data in found.items() if SECRET in data] == []
    assert found["images/ugoku.gif"] == (photos.content / "images" / "ugoku.gif").read_bytes()


def test_pictures_in_an_article(photos: Blog) -> None:
    page = build(photos).ok().page("/a/")
    shown = re.findall(r"<picture>.*?</picture>|<img[^>]*>", page)
    cover, hill, lake, moving = shown[:4]
    assert f"class={short('.cover')[1:]}" in cover
    assert "fetchpriority=high" in cover
    assert "width=80 height=40" in hill
    for each in (hill, lake, moving):
        assert "loading=lazy" in each
        assert "fetchpriority" not in each
    assert re.findall(r"[ /]mizu%20umi\.[0-9a-f]{6}-(\d+)\.avif (\d+)w", lake) == [
        (width, width) for width in ("360", "720", "800")
    ]
    assert re.search(r" srcset=/pictures/mizu%20umi\.\w+-720\.jpg ", lake), "for who does not know AVIF"
    assert "srcset" not in moving
    assert "<picture>" not in moving


def test_every_address_of_a_picture_is_there(photos: Blog) -> None:
    built = build(photos).ok()
    names = set()
    for path in built.output.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        names |= set(re.findall(r"/(pictures/[^\s\">]+)", page))
    assert len(names) > 5
    published = {name for name in snapshot(built.output) if name.startswith("pictures/")}
    found = {name.replace("%20", " ") for name in names}
    assert found <= published
    assert all(re.search(r"-[0-9]+\.(png|jpg)$", name) for name in published - found), "what AVIF stands for"


def test_an_article_without_a_picture_is_shown_by_its_title(photos: Blog) -> None:
    built = build(photos).ok()
    page = built.page("/b/")
    (name,) = re.findall(r"og:image content=https://example.com/(pictures/b\.\w+\.png)>", page)
    assert opened((built.output / name).read_bytes()).size == (1200, 630)
    assert "og:image:alt content=画像のない記事☕️>" in page
    assert "fetchpriority" not in page
    assert f"src=/{name.replace('.png', '-360.png')} " in built.page("/category/面接/")


def test_the_home_page_has_a_share_picture(photos: Blog) -> None:
    page = build(photos).ok().page("/")
    assert re.search(r"og:image content=https://example.com/pictures/blog\.\w+\.png>", page)


def test_pictures_of_drafts_stay_at_home(photos: Blog) -> None:
    for name in ("himitsu", "ryoho", "kao", "yoyaku", "hyoshi", "kiji"):
        photos.write(f"content/images/{name}.png", saved(photo(40, 30), "PNG") + name.encode())
    photos.write("content/files/himitsu.pdf", "%PDF")
    photos.write("content/data/authors.yaml", "kei:\n  name: 圭\n  picture: images/kao.png\n")
    photos.article(
        "c",
        "![秘](../../images/himitsu.png)\n\n![両](../../images/ryoho.png)\n\n![顔](../../images/kao.png)\n\n"
        "[資料](../../files/himitsu.pdf)\n\n![記](../../images/kiji.png)\n",
        status="draft",
        image="../../images/hyoshi.png",
    )
    photos.article("d", "![予](../../images/yoyaku.png)\n", date="2027-01-01")
    photos.article(
        "e", '![両](../../images/ryoho.png)\n\n<img src="/images/kiji.png" alt="記">\n', status="share"
    )
    found = "\n".join(snapshot(build(photos).ok().output))
    for name in ("ryoho", "kao", "kiji"):
        assert f"images/{name}.png" in found
    for name in ("himitsu", "yoyaku", "hyoshi"):
        assert name not in found
    photos.article("d", "![予](../../images/yoyaku.png)\n", date="2026-01-01")
    found = "\n".join(snapshot(build(photos).ok().output))
    assert "images/yoyaku.png" in found
    assert "pictures/yoyaku." in found


def test_faces_are_small(photos: Blog) -> None:
    photos.write("content/images/kao.png", saved(photo(400, 400), "PNG"))
    photos.write(
        "content/data/authors.yaml", "kei:\n  name: 圭\n  picture: images/kao.png\nai:\n  name: 藍\n"
    )
    photos.write("content/data/site.yaml", "author: kei\nlogo: images/kao.png\n")
    page = build(photos).ok().page("/a/")
    (face,) = set(re.findall(r"<picture>.*?</picture>", page.partition("この記事を書いた人")[2]))
    assert re.search(r"<source srcset=/pictures/kao\.\w+-360\.avif type=image/avif>", face)
    assert re.search(r"src=/pictures/kao\.\w+-360\.png ", face)
    assert re.search(r'<img src=/pictures/kao\.\w+-360\.png alt="" width=36', page)


def test_a_face_that_is_not_there(photos: Blog) -> None:
    photos.write("content/images/kao.png", saved(photo(80, 80), "PNG"))
    photos.write("content/data/authors.yaml", "kei:\n  name: 圭\n  picture: images/koa.png\n")
    built = build(photos)
    (message,) = built.errors
    assert (message.path, message.line) == ("content/data/authors.yaml", 3)
    assert "picture「images/koa.png」のファイルがありません。もしかして: images/kao.png" in message.message


def test_nothing_is_made_twice(photos: Blog) -> None:
    first = build(photos).ok()
    published = snapshot(first.output)
    cache = photos.root / ".cache" / "images"

    def dates() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in cache.rglob("*.*") if path.name != "state.json"}

    made = dates()
    second = build(photos).ok()
    assert "書いたファイル 0" in second.stdout
    assert snapshot(second.output) == published
    photos.build("--clean")
    third = build(photos).ok()
    assert snapshot(third.output) == published
    assert dates() == made


def test_a_cold_start_gives_the_same_bytes(photos: Blog) -> None:
    first = snapshot(build(photos).ok().output)
    (photos.root / ".cache").rename(photos.root / "old")
    (photos.root / "output").rename(photos.root / "old output")
    assert snapshot(build(photos).ok().output) == first


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("moji.jpg", "ただの文章です。".encode(), "を読めません"),
        ("kara.png", b"", "を読めません"),
        ("bakudan.png", bomb(), "が大きすぎます（12000×12000）"),
        ("IMG_1.HEIC", b"ftypheic", "はブラウザで表示できない形式（HEIC）です"),
        ("kireta.jpg", HEAVY[:20_000], "途中までしか読めません"),
    ],
)
def test_a_picture_that_cannot_be_used(blog: Blog, name: str, data: bytes, words: str) -> None:
    blog.write(f"content/images/{name}", data)
    path = blog.article("a", f"本文です。\n\n![図](../../images/{name})\n")
    built = blog.build()
    assert built.code == 1
    assert not built.output.exists() or not any(built.output.iterdir())
    (message,) = built.errors
    assert words in message.message
    assert name in message.message
    if "途中" not in words:
        assert (blog.root / message.path, message.line) == (path, 7)
    else:
        assert message.path == f"content/images/{name}"


def test_a_broken_picture_that_nothing_shows_is_named_too(blog: Blog) -> None:
    blog.write("content/images/moji.jpg", b"text")
    blog.article()
    (message,) = blog.build().errors
    assert message.path == "content/images/moji.jpg"
    assert "moji.jpg" in message.message


def test_a_broken_eye_catch_is_named(blog: Blog) -> None:
    blog.write("content/images/moji.jpg", b"text")
    blog.article(image="../../images/moji.jpg")
    (message,) = blog.build().errors
    assert message.path == "content/images/moji.jpg"


def test_a_title_that_cannot_be_drawn(blog: Blog) -> None:
    blog.article("a", title="タイ語ไทยの面接")
    for _ in range(2):
        built = blog.build()
        (message,) = built.messages
        assert (built.code, message.level) == (0, Level.WARNING)
        assert message.path == "content/articles/面接/a.md"
        assert "「ไทย」" in message.message


def test_drafts_are_not_drawn(blog: Blog) -> None:
    blog.article("a")
    blog.article("b", status="draft", title="まだ秘密の記事")
    built = blog.build().ok()
    assert not [name for name in snapshot(built.output) if "/b." in name]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("IMAGES_WIDTHS = (720, 360)", "IMAGES_WIDTHS"),
        ("IMAGES_QUALITY = 0", "IMAGES_QUALITY"),
        ("IMAGES_QUALTIY = 50", "もしかして: IMAGES_QUALITY"),
    ],
)
def test_settings(blog: Blog, setting: str, words: str) -> None:
    blog.article()
    blog.conf(setting + "\n")
    built = blog.build()
    assert built.code == 1
    assert words in built.stderr
