"""How pictures come into the blog."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import from_pillow

from plugins.images.intake import IntakeError, name_of, path_of, pictures_at, take
from tests.images.pictures import SECRET, animation, corner, exif, opened, saved, turned
from tests.support import ROOT


def write(path: Path, data: bytes | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(saved(corner(), "JPEG") if data is None else data)
    return path


def heic(path: Path, width: int = 80, height: int = 40) -> Path:
    from_pillow(corner(width, height)).save(path, exif=exif(), quality=90)
    return path


# ---- what the writer types ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["{}", "  {} ", "'{}'", '"{}"', "“{}”", "file://{}", "'{}' ", "　{}"],
)
@pytest.mark.parametrize("name", ["IMG_1234.HEIC", "面接 室.jpg", "ガイド.png"])
def test_the_file_that_is_meant(tmp_path: Path, typed: str, name: str) -> None:
    path = write(tmp_path / name)
    assert path_of(typed.format(path)).samefile(path)


def test_dragged_into_a_terminal(tmp_path: Path) -> None:
    path = write(tmp_path / "IMG 12 (1).jpg")
    assert path_of(str(path).replace(" ", r"\ ").replace("(", r"\(").replace(")", r"\)") + " ") == path


def test_an_address_with_percent_signs(tmp_path: Path) -> None:
    path = write(tmp_path / "面接 室.jpg")
    assert path_of(path.as_uri()) == path


def test_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of("~/Desktop/a.jpg") == tmp_path / "Desktop" / "a.jpg"


def test_windows_seen_from_its_linux() -> None:
    assert path_of(r"C:\Users\hana\Pictures\IMG 1.jpg") == Path("/mnt/c/Users/hana/Pictures/IMG 1.jpg")


@pytest.mark.parametrize(("on_disk", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_composed_and_decomposed(tmp_path: Path, on_disk: str, typed: str) -> None:
    name = "ガイド/がぞう.jpg"
    path = write(tmp_path / unicodedata.normalize(on_disk, name))  # type: ignore[arg-type]
    assert path_of(str(tmp_path / unicodedata.normalize(typed, name))) == path  # type: ignore[arg-type]


def test_a_folder(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.HEIC", "c.txt", ".hidden.jpg", "d.svg"):
        write(tmp_path / name)
    assert [path.name for path in pictures_at(tmp_path)] == ["a.HEIC", "b.jpg", "d.svg"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("IMG_1243.HEIC", "IMG_1234.HEIC"),
        ("nai/a.jpg", "場所と名前を確かめてください"),
        ("kara", "画像がありません"),
        ("memo.txt", "「.txt」は画像として使えません"),
        ("noend", "「.jpg」などのない"),
    ],
)
def test_what_cannot_be_taken(tmp_path: Path, name: str, words: str) -> None:
    write(tmp_path / "IMG_1234.HEIC")
    write(tmp_path / "memo.txt")
    write(tmp_path / "noend")
    (tmp_path / "kara").mkdir()
    with pytest.raises(IntakeError, match=words):
        pictures_at(tmp_path / name)


# ---- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IMG_1234.HEIC", "img-1234"),
        ("Photo (2).JPG", "photo-2"),
        ("スクリーンショット 2026-05-01 9.30.15.png", "sukurin-shotto-2026-05-01"),
        ("面接の部屋.jpg", "mensetsu-heya"),
        ("ＩＭＧ＿１.jpg", "img-1"),
        ("！？.jpg", "gazou"),
    ],
)
def test_names_in_latin_letters(name: str, expected: str) -> None:
    found = name_of(Path(name))
    assert found.startswith(expected)
    assert found.replace("-", "").isalnum()
    assert found.isascii()


def test_the_name_that_the_writer_gives() -> None:
    assert name_of(Path("IMG_1.HEIC"), "mensetsu-shitsu") == "mensetsu-shitsu"
    for wrong in ("面接", "Mensetsu", "a b", "../a", "a.jpg", "-a"):
        with pytest.raises(IntakeError, match="SLUG"):
            name_of(Path("IMG_1.HEIC"), wrong)


# ---- the pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_without_a_place(tmp_path: Path, orientation: int) -> None:
    taken = take(write(tmp_path / "a.jpg", turned(orientation, quality=95)), tmp_path / "images", "a")
    assert (taken.path, taken.width, taken.height) == (tmp_path / "images" / "a.jpg", 80, 40)
    data = taken.path.read_bytes()
    assert SECRET not in data
    assert len(opened(data).getexif()) == 0
    red = opened(data).convert("RGB").getpixel((5, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 60


def test_the_format_of_telephones(tmp_path: Path) -> None:
    taken = take(heic(tmp_path / "IMG_1234.HEIC"), tmp_path / "images", "img-1234")
    assert taken.path.name == "img-1234.jpg"
    assert opened(taken.path.read_bytes()).size == (80, 40)
    assert SECRET not in taken.path.read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jpeg", saved(corner(), "JPEG"), "x.jpg"),
        ("a.PNG", saved(corner(), "PNG"), "x.png"),
        ("a.webp", saved(corner(), "WEBP"), "x.jpg"),
        ("a.webp", saved(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "WEBP"), "x.png"),
        ("a.tif", saved(corner(), "TIFF"), "x.jpg"),
        ("a.bmp", saved(corner(), "BMP"), "x.png"),
        ("a.avif", saved(corner(), "AVIF"), "x.jpg"),
        ("a.jpg", saved(corner().convert("CMYK"), "JPEG"), "x.jpg"),
        ("a.jpg", saved(corner(), "PNG"), "x.png"),
        ("a.gif", animation("GIF"), "x.gif"),
        ("a.svg", b"<svg/>", "x.svg"),
    ],
)
def test_formats(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    assert take(write(tmp_path / name, data), tmp_path / "images", "x").path.name == expected


def test_a_sane_size(tmp_path: Path) -> None:
    taken = take(write(tmp_path / "a.jpg", saved(corner(4032, 3024), "JPEG")), tmp_path / "images", "a")
    assert (taken.width, taken.height) == (2160, 1620)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    one, other = write(tmp_path / "a.jpg"), write(tmp_path / "b.jpg", saved(corner(50, 50), "JPEG"))
    first = take(one, folder, "x")
    before = first.path.read_bytes()
    second = take(other, folder, "x")
    again = take(one, folder, "x"), take(other, folder, "x")
    assert (first.path.name, second.path.name) == ("x.jpg", "x-2.jpg")
    assert [each.path for each in again] == [first.path, second.path]
    assert [each.is_new for each in (first, second, *again)] == [True, True, False, False]
    assert first.path.read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["x-2.jpg", "x.jpg"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.jpg", b"text", "を読めません"),
        ("a.heic", b"", "を読めません"),
        ("a.jpg", saved(corner(400, 300), "JPEG")[:800], "を読めません"),
        ("a.png", saved(Image.new("1", (20_000, 20_000)), "PNG"), "が大きすぎます（20000×20000）"),
        ("a.webp", animation("WEBP"), "は動く画像です"),
    ],
)
def test_broken_pictures(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        take(write(tmp_path / name, data), tmp_path / "images", "a")
    assert not (tmp_path / "images").exists()


# ---- the command -------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str, typed: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "plugins.images", str(folder / "content"), *arguments],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command(tmp_path: Path) -> None:
    heic(tmp_path / "面接の部屋 1.HEIC")
    code, out, err = command(tmp_path, f"--file={tmp_path / '面接の部屋 1.HEIC'}", "--slug=")
    assert (code, err) == (0, "")
    assert "![ここに説明](../../images/mensetsu-heya" in out
    assert "取り込みました" in out
    (path,) = (tmp_path / "content" / "images").iterdir()
    assert path.suffix == ".jpg"


def test_it_asks(tmp_path: Path) -> None:
    path = write(tmp_path / "a b.jpg")
    code, out, _ = command(tmp_path, "--file=", typed=f"'{path}' \n")
    assert code == 0
    assert "ドラッグ" in out
    assert "](../../images/a-b.jpg)" in out


def test_no_answer(tmp_path: Path) -> None:
    code, _, err = command(tmp_path, typed="\n")
    assert code == 1
    assert "FILE=" in err
    assert command(tmp_path)[0] == 1


def test_of_a_folder_what_can_be_taken_is(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.jpg")
    write(tmp_path / "in" / "b.jpg", b"text")
    write(tmp_path / "in" / "c.png", saved(corner(), "PNG"))
    code, out, err = command(tmp_path, f"--file={tmp_path / 'in'}")
    assert code == 1
    assert "「b.jpg」" in err
    assert out.count("![ここに説明]") == 2
