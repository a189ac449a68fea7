"""Data of services for the tests: a right one of each, to be spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.problems import Problems
from plugins.services.catalogue import Catalogue, load_catalogue
from tests.conftest import make_blog
from tests.support import Blog

SERVICE = """\
name: こみち
reading: こみち
kind: 転職エージェント
summary: 面談の長い総合型です。
merits:
  - 面談が長い
demerits:
  - 求人は少なめ
facts:
  - name: 費用
    value: 無料
    source: 公式サイト
    checked: 2026-11-10
review:
  stars: 4.5
  reviewer: hayakawa
  criteria: 5点を1点ずつ
  date: 2026-11-12
official: https://komichi.example/
affiliates:
  - network: 案内ネット
    url: https://click.annai.example/go?p=1&b=2
    programme: 無料面談
"""

RANKING = """\
title: 順位
description: 二つを比べます。
date: 2026-11-12
basis: 公式サイトを見て採点
order:
  - service: komichi
    reason: 面談が長い
  - service: hanauta
    reason: 連絡を選べる
"""


def other(service: str = SERVICE) -> str:
    """Return a second service, without affiliate links."""
    return service.replace("こみち", "はなうた").replace("komichi", "hanauta").partition("affiliates:")[0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write a data folder with two services and a ranking of them."""
    folder = tmp_path / "content" / "data"
    for name, text in (
        ("services/komichi", SERVICE),
        ("services/hanauta", other()),
        ("rankings/agent", RANKING),
    ):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def catalogue(data: Path) -> Catalogue:
    problems = Problems()
    found = load_catalogue(data, problems)
    assert not problems.found, problems.found
    return found


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Give an empty blog with a tiny theme and every room."""
    return Blog(make_blog(tmp_path).root, every_room=True)
