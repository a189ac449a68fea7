"""What is kept of pictures between builds."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.core.outputs import Stat
from plugins.images import store
from plugins.images.settings import ImagesSettings
from plugins.images.store import Pictures
from plugins.images.variants import Job, encode
from tests.images.pictures import SECRET, animation, corner, exif, saved

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'


class Site:
    """Pictures in a folder, and what is made of them in one run after the other."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.encoded, self.looked = root, [], []
        (root / "content").mkdir()

        def counted(job: Job) -> str:
            self.encoded.append(Path(job.source).name)
            return encode(job)

        look = store.look

        def looked(job: store.Look) -> object:
            self.looked.append(Path(job.path).name)
            return look(job)

        monkeypatch.setattr(store, "encode", counted)
        monkeypatch.setattr(store, "look", looked)

    encoded: list[str]
    looked: list[str]

    def write(self, name: str, data: bytes) -> Path:
        path = self.root / "content" / name
        path.write_bytes(data)
        past = time.time_ns() - 5_000_000_000
        os.utime(path, ns=(past, past))
        return path

    def run(self, *shown: str) -> Pictures:
        """Do what a build does; all pictures are known, some are shown."""
        self.encoded, self.looked = [], []
        pictures = Pictures(self.root / "cache", ImagesSettings(), "ブログ")
        pictures.scan({path.name: str(path) for path in sorted((self.root / "content").iterdir())})
        for name in shown:
            pictures.picture(name, f"/images/{name}")
        pictures.make()
        pictures.save()
        return pictures


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path, monkeypatch)


def files(pictures: Pictures) -> dict[str, bytes]:
    return {name: (pictures.folder / file).read_bytes() for name, file in pictures.published().items()}


def test_a_picture_is_offered_in_widths_and_two_formats(site: Site) -> None:
    site.write("面接 室.jpg", saved(corner(800, 400), "JPEG"))
    pictures = site.run("面接 室.jpg")
    picture = pictures.picture("面接 室.jpg", "/images/面接 室.jpg")
    assert picture is not None
    assert (picture.address, picture.width, picture.height) == ("/images/面接 室.jpg", 800, 400)
    assert [each.width for each in picture.avif] == [each.width for each in picture.own] == [360, 720, 800]
    assert {Path(each.address).suffix for each in picture.own} == {".jpg"}
    assert set(files(pictures)) == {each.address[1:] for each in (*picture.avif, *picture.own)}


@pytest.mark.parametrize(
    ("name", "data", "formats"),
    [
        ("a.png", saved(corner(), "PNG"), {".avif", ".png"}),
        ("a.webp", saved(corner(), "WEBP"), {".avif", ".webp"}),
        ("a.avif", saved(corner(), "AVIF"), {".avif"}),
        ("a.gif", saved(corner(), "GIF"), set()),
        ("a.gif", animation("GIF"), set()),
        ("a.webp", animation("WEBP"), set()),
        ("a.png", animation("PNG"), set()),
        ("a.svg", SVG, set()),
    ],
)
def test_formats(site: Site, name: str, data: bytes, formats: set[str]) -> None:
    site.write(name, data)
    pictures = site.run(name)
    assert {Path(each).suffix for each in pictures.published()} == formats
    assert pictures.faults == {}


def test_a_second_run_makes_nothing_and_looks_at_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.jpg", "b.jpg"):
        site.write(name, saved(corner(400, 300 + ord(name[0])), "JPEG", exif=exif(6)))
    first = files(site.run("a.jpg", "b.jpg"))
    assert sorted(site.encoded) == sorted(site.looked) == ["a.jpg", "b.jpg"]
    read: list[Path] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path)
        return read_bytes(path)

    monkeypatch.setattr(store, "TICK", -(10**12))  # as if the pictures were old
    monkeypatch.setattr(Path, "read_bytes", noted)
    second = site.run("a.jpg", "b.jpg")
    assert [path.name for path in read] == ["state.json"]
    assert (site.encoded, site.looked) == ([], [])
    assert files(second) == first


def test_a_picture_written_while_it_was_looked_at_is_looked_at_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.write("a.jpg", saved(corner(400, 300), "JPEG"))
    moment = time.time_ns() + 60_000_000_000  # not before it is looked at
    stat = Stat(moment, moment, inode=1, size=1)
    monkeypatch.setattr(Stat, "of", lambda _path: stat)  # the second writing has no other date
    before = site.run("a.jpg").published()
    path.write_bytes(saved(corner(400, 304), "JPEG"))
    assert site.run("a.jpg").published() != before


def test_only_a_changed_picture_is_made_again(site: Site) -> None:
    site.write("a.jpg", saved(corner(400, 300), "JPEG"))
    site.write("b.jpg", saved(corner(400, 301), "JPEG"))
    before = site.run("a.jpg", "b.jpg").published()
    site.write("b.jpg", saved(corner(400, 302), "JPEG"))
    after = site.run("a.jpg", "b.jpg").published()
    assert (site.encoded, site.looked) == (["b.jpg"], ["b.jpg"])
    assert {name for name in before if name.startswith("pictures/a.")} < set(after)
    assert not {name for name in before if name.startswith("pictures/b.")} & set(after)


def test_a_copy_with_other_dates_is_the_same_picture(site: Site) -> None:
    """As in a fresh clone."""
    path = site.write("a.jpg", saved(corner(400, 300), "JPEG", exif=exif()))
    site.run("a.jpg")
    os.utime(path)
    path.rename(path.with_name("c.jpg"))
    site.run("c.jpg")
    assert (site.encoded, site.looked) == ([], [])


def test_a_change_without_another_date_is_seen(site: Site) -> None:
    """A file as new as the state may have been written again in the same instant."""
    data = [
        saved(corner(40, 30).point(lambda value, most=most: min(value, most)), "BMP") for most in (255, 254)
    ]
    path = site.write("a.png", data[0])
    future = time.time_ns() + 5_000_000_000
    os.utime(path, ns=(future, future))
    assert "a.png" in site.run().faults
    path.write_bytes(saved(corner(), "PNG"))
    os.utime(path, ns=(future, future))
    assert site.run().faults == {}


def test_pictures_that_nothing_shows_are_left_alone(site: Site) -> None:
    site.write("a.jpg", saved(corner(400, 300), "JPEG"))
    pictures = site.run()
    assert pictures.published() == {}
    assert site.encoded == []


def test_no_published_file_tells_a_place(site: Site) -> None:
    site.write("shown.jpg", saved(corner(400, 300), "JPEG", exif=exif()))
    site.write("linked.jpg", saved(corner(400, 301), "JPEG", exif=exif()))
    site.write("clean.jpg", saved(corner(400, 302), "JPEG"))
    pictures = site.run("shown.jpg")
    for name in ("shown.jpg", "linked.jpg"):
        copy = pictures.bare_file(name)
        assert copy is not None
        assert SECRET not in (pictures.folder / copy).read_bytes()
    assert pictures.bare_file("clean.jpg") is None
    assert not any(SECRET in data for data in files(pictures).values())


def test_a_lost_copy_is_made_again(site: Site) -> None:
    site.write("a.jpg", saved(corner(), "JPEG", exif=exif()))
    pictures = site.run("a.jpg")
    copy = pictures.bare_file("a.jpg")
    assert copy is not None
    (pictures.folder / copy).unlink()
    assert site.run("a.jpg").bare_file("a.jpg") == copy
    assert (pictures.folder / copy).is_file()


@pytest.mark.parametrize("state", [b"", b"{}", b"[]", b"null", b'{"version": [1, "1"]}', b"\xff"])
def test_a_broken_state_is_a_cold_start(site: Site, state: bytes) -> None:
    site.write("a.jpg", saved(corner(400, 300), "JPEG"))
    expected = files(site.run("a.jpg"))
    (site.root / "cache" / "state.json").write_bytes(state)
    assert files(site.run("a.jpg")) == expected
    assert site.encoded == []


def test_broken_pictures_are_named(site: Site) -> None:
    good = saved(corner(400, 300), "JPEG")
    site.write("good.jpg", good)
    site.write("short.jpg", good[: len(good) // 2])
    site.write("text.jpg", "ただの文章".encode())
    site.write("IMG_1.HEIC", b"ftypheic")
    for _ in range(2):  # a fault is found again as long as it is there
        pictures = site.run("good.jpg", "short.jpg", "text.jpg")
        assert set(pictures.faults) == {"short.jpg", "text.jpg", "IMG_1.HEIC"}
        assert pictures.picture("text.jpg", "/images/text.jpg") is None
        assert pictures.picture("good.jpg", "/images/good.jpg") is not None


def test_what_is_not_needed_any_more_goes_when_it_is_much(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_SPARE", 0)
    site.write("a.jpg", saved(corner(800, 300), "JPEG"))
    site.run("a.jpg")
    site.write("b.jpg", saved(corner(300, 200), "JPEG"))
    pictures = site.run("b.jpg")
    assert {path.name for path in pictures.folder.iterdir()} == {"state.json", *pictures.published().values()}


def test_what_is_taken_back_soon_is_not_made_again(site: Site) -> None:
    site.write("a.jpg", saved(corner(800, 300), "JPEG"))
    site.run("a.jpg")
    site.run()
    site.run("a.jpg")
    assert site.encoded == []


@pytest.mark.parametrize(
    ("name", "data", "width"),
    [
        ("a.jpg", saved(corner(1200, 630), "JPEG"), 1200),
        ("a.png", saved(corner(1200, 630), "PNG"), 1200),
        ("a.avif", saved(corner(1200, 630), "AVIF"), None),
        ("a.svg", SVG, None),
        ("a.gif", animation("GIF"), None),
        ("missing.png", b"", None),
    ],
)
def test_what_other_sites_can_show(site: Site, name: str, data: bytes, width: int | None) -> None:
    if data:
        site.write(name, data)
    shared = site.run().shared(name, f"/images/{name}")
    assert (shared.width if shared else None) == width


def test_other_sites_get_no_huge_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_SHARED_BYTES", 100)
    site.write("a.jpg", saved(corner(2400, 1260), "JPEG"))
    shared = site.run().shared("a.jpg", "/images/a.jpg")
    assert shared is not None
    assert (shared.width, shared.height) == (1080, 567)
    assert shared.address.endswith("-1080.jpg")


def test_lists_get_small_files(site: Site) -> None:
    site.write("a.png", saved(corner(1200, 630), "PNG"))
    picture = site.run().picture("a.png", "/images/a.png")
    assert picture is not None
    thumbnail = picture.thumbnail
    assert [each.width for each in thumbnail.avif] == [360]
    assert thumbnail.own == ()
    assert thumbnail.address.endswith("-360.png")
    assert (thumbnail.width, thumbnail.height) == (1200, 630)
