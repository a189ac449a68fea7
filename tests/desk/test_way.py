"""The way of the guide, from an empty desk to a page with a picture and a box, by its own commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.support import ROOT, short

COMMANDS = ("new", "image", "check", "publish-article", "devserver")


def make(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments, f"INPUTDIR={root}/content", f"OUTPUTDIR={root}/output"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_article_with_a_picture_and_a_box(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    photo = tmp_path / "IMG_1234.jpg"
    Image.new("RGB", (3000, 2000), "teal").save(photo)
    out = make(tmp_path, "new", "TITLE=面接の前の晩にすることは3つだけ", "CATEGORY=面接")
    path = tmp_path / "content/articles/面接/mensetsu-mae-ban-3tsu.md"
    assert path.name in out
    pasted = re.search(r"^!\[.*\]\(.*\)$", make(tmp_path, "image", f"FILE={photo}"), re.MULTILINE)
    assert pasted
    text = path.read_text(encoding="utf-8").replace(
        "ここに、本文を書きます。", f"本文です。\n\n{pasted[0]}", 1
    )
    text = text.replace("関連記事>> [](ファイルの名前.md)", "関連記事").replace(
        "ここに説明", "そろえた持ち物"
    )
    path.write_text(re.sub(r"ここに、[^。\n]*?を書きます", "自分の文です", text), encoding="utf-8")
    assert f"{path.name}:6: ヒント" in (found := make(tmp_path, "check", "ALL=1")), "the description is left"
    assert f"{path.name}:7" not in found
    make(tmp_path, "publish-article", f"SLUG={path.stem}")
    make(tmp_path, "publish")
    page = (tmp_path / "output" / path.stem / "index.html").read_text(encoding="utf-8")
    assert "alt=そろえた持ち物 " in page
    assert f'class="{short(".callout .callout--point").replace(".", "")}"' in page


@pytest.mark.parametrize("command", COMMANDS)
def test_the_guide_names_the_commands_in_their_order(command: str) -> None:
    guide = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    way = guide.partition("### B. コマンドで書く")[2].partition("### 見本")[0]
    places = [way.index(f"\nmake {each}\n") for each in COMMANDS]
    assert f"\nmake {command}\n" in way
    assert places == sorted(places)
