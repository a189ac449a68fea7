"""What must not stand near an affiliate link."""

from __future__ import annotations

import pytest

from plugins.services.claims import claims, clicks, findings


@pytest.mark.parametrize(
    "text",
    [
        "業界No.1の実績です。", "満足度ナンバーワン", "業界最大級の求人数", "国内最大の転職サイト", "日本一の支援",
        "必ず内定がもらえます。", "絶対に受かる方法", "100%転職できます", "満足度98%", "内定率は92.5％です", "業界一の求人数",
    ],
)  # fmt: skip
def test_claims_without_a_source(text: str) -> None:
    assert len(list(claims(text))) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "必ずメモを取りましょう。", "必ずしも合うとは限りません。", "必ず受かるわけではありません。", "内定率は公表されていません。",
        "満足度98%（出典: 自社調べ、2026年4月、利用者300人）", "業界一般の話です。", "日本一周の旅", "給与は100%支給されます。",
        "No.10の質問", "絶対にあわてないでください。", "業界一番の悩みを聞く", "満足度98%[^1]", "1位は人によって違います。",
    ],
)  # fmt: skip
def test_plain_words_are_silent(text: str) -> None:
    assert list(claims(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "ここをクリックしてください",
        "クリックしてね",
        "ポチッとお願いします",
        "ボタンを押してください",
        "タップして下さい",
    ],
)
def test_requests_to_click(text: str) -> None:
    assert len(list(clicks(text))) == 1


def test_only_near_affiliate_links() -> None:
    lines = [
        "クリックしてください",
        "",
        "遠い段落",
        "",
        "前の段落でクリックしてください",
        "",
        "[公式](service:a)",
        "",
        "満足度98%",
        "",
        "満足度97%",
    ]
    assert [line for line, _ in findings(lines, lambda line: "service:" in line)] == [5, 9]


def test_code_is_left_out() -> None:
    lines = ["[公式](service:a)", "```", "満足度98%", "```"]
    assert list(findings(lines, lambda line: "service:" in line)) == []
