"""A whole export becomes a blog that builds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT, Blog, snapshot
from tests.wordpress.conftest import Move
from tests.wordpress.old_blog import OLD, attachment, export, item

# ruff: noqa: E501 - the HTML of WordPress has long lines
GUTENBERG = f"""<!-- wp:heading {{"level":1}} --><h1 id="junbi">準備すること</h1><!-- /wp:heading -->
<!-- wp:paragraph --><p>面接の<strong>「軸」</strong>を決めます。<span style="background:linear-gradient(transparent 60%,#ffff66 60%)">一文で</span>話します。</p><!-- /wp:paragraph -->
<!-- wp:image {{"id":20}} --><figure class="wp-block-image"><a href="{OLD}/wp-content/uploads/2020/05/kaijo.jpg"><img src="{OLD}/wp-content/uploads/2020/05/kaijo-300x200.jpg" alt="会場"/></a><figcaption>会場のようす</figcaption></figure><!-- /wp:image -->
<!-- wp:list --><ul><li>履歴書<ul><li>写真</li></ul></li><li>筆記用具</li></ul><!-- /wp:list -->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>書類</th><th>枚数</th></tr></thead><tbody><tr><td>履歴書</td><td>2</td></tr></tbody></table><figcaption>必要な書類</figcaption></figure><!-- /wp:table -->
<!-- wp:quote --><blockquote class="wp-block-quote"><p>落ち着いて。</p><cite>先輩</cite></blockquote><!-- /wp:quote -->
<!-- wp:embed {{"url":"https://youtu.be/dQw4w9WgXcQ"}} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://youtu.be/dQw4w9WgXcQ
</div></figure><!-- /wp:embed -->
<!-- wp:paragraph --><p>くわしくは<a href="{OLD}/2020/05/post-2/#junbi-2">次の記事</a>、<a href="{OLD}/?p=2">番号で</a>、<a href="{OLD}/deleted/">消えた記事</a>、<a href="{OLD}/category/tenshoku/mensetsu/">面接の一覧</a>、<a href="{OLD}/wp-content/uploads/2020/05/shiryo.pdf">資料</a>。</p><!-- /wp:paragraph -->
<!-- wp:block {{"ref":30}} /-->
<!-- wp:paragraph --><p>&nbsp;</p><!-- /wp:paragraph -->"""

CLASSIC = f"""関連記事 <a href="{OLD}/2020/05/post-1/">一つ目</a>

一行目です。
二行目です。<b>太字</b>。

<h2 id="junbi-2">準備<b>2</b></h2>
[st-card id="12" label=""]
{OLD}/2020/05/post-1/

:::ポイント {{.x}} >> ＞＞ ==a== `code` 時給*2 {{氏名}} <氏名> 5<6
[caption id="a" width="300"]<img src="{OLD}/wp-content/uploads/2020/05/IMG_1-1024x768.jpg" alt="写真" /> 説明の文[/caption]
<a href="https://px.a8.net/svt/ejp?a8mat=3AB&amp;c=1" rel="nofollow">
<img border="0" width="300" height="250" alt="" src="https://www21.a8.net/svt/bgt?aid=1"></a>
<img border="0" width="1" height="1" src="https://www11.a8.net/0.gif?a8mat=3AB" alt="">

<script src="https://platform.example/widgets.js" async></script>
<iframe src="https://maps.example/embed?x=1"></iframe>
<!--more-->
[st-mybox title="ポイント" color="#fff"]箱の中です。[/st-mybox]
<img src="{OLD}/wp-content/uploads/2020/05/nai.jpg" alt="ない">"""


def everything() -> list[str]:
    return [
        item(
            1,
            "一つ目: 面接の「準備」 #1",
            GUTENBERG,
            categories=[("tenshoku", "転職"), ("mensetsu", "面接")],
            tags=[("junbi", "準備"), ("a-b", "A, B")],
            meta={"_thumbnail_id": "20", "_yoast_wpseo_metadesc": "説明です: これ。", "_yoast_wpseo_primary_category": "2"},
            modified="2020-06-01 10:00:00",
            comments=2,
        ),
        item(2, "二つ目", CLASSIC, excerpt="抜粋です。"),
        item(3, "最終面接の答え方", slug="%E6%9C%80%E7%B5%82%E9%9D%A2%E6%8E%A5", link=f"{OLD}/2020/05/%E6%9C%80%E7%B5%82%E9%9D%A2%E6%8E%A5/"),
        item(4, "下書き", slug="", link=f"{OLD}/?p=4", status="draft", date="0000-00-00 00:00:00", gmt=None),
        item(5, "予約", status="future", date="2030-01-01 09:00:00", gmt="2030-01-01 00:00:00"),
        item(6, "レビュー待ち", status="pending", gmt=None),
        item(7, "非公開", status="private"),
        item(8, "ごみ", status="trash"),
        item(9, "プロフィール", "わたしのことです。", slug="profile", link=f"{OLD}/about/profile/", kind="page"),
        item(10, "夕方の記事", date="2020-05-01 23:30:00", gmt="2020-05-01 14:30:00"),
        item(11, "空", ""),
        item(12, "秘密", more="<wp:post_password>x</wp:post_password>"),
        item(13, "メニュー", kind="nav_menu_item"),
        item(14, "独自", kind="news"),
        item(15, "同じ名前", slug="profile", link=f"{OLD}/2020/05/profile/"),
        item(16, "番号だけ", slug="bango", link=f"{OLD}/?p=16"),
        attachment(20, "2020/05/kaijo.jpg"),
        item(30, "相談の案内", "<!-- wp:paragraph --><p>ご相談ください。</p><!-- /wp:paragraph -->", slug="sodan", kind="wp_block"),
    ]  # fmt: skip


@pytest.fixture
def whole(blog: Blog, moved: Move, uploads: Path) -> Blog:
    moved(*everything(), uploads=uploads)
    return blog


def files(blog: Blog) -> set[str]:
    return {path for path in snapshot(blog.content) if path.endswith(".md")}


def test_each_item_has_its_place(whole: Blog) -> None:
    assert files(whole) == {
        "articles/転職/面接/post-1.md",
        "articles/転職/post-2.md",
        "articles/転職/saishu-mensetsu-kotaekata.md",
        "articles/転職/shitagaki.md",
        "articles/転職/post-5.md",
        "articles/転職/post-6.md",
        "articles/転職/post-7.md",
        "articles/転職/post-10.md",
        "articles/転職/post-12.md",
        "articles/転職/profile-2.md",
        "articles/転職/bango.md",
        "pages/profile.md",
        "parts/sodan.md",
    }


def read(blog: Blog, name: str) -> str:
    return (blog.content / name).read_text(encoding="utf-8")


def test_the_head(whole: Blog) -> None:
    head = read(whole, "articles/転職/面接/post-1.md").partition("\n---\n")[0]
    assert head.split("\n") == [
        "---",
        "title: 一つ目: 面接の「準備」 #1",
        "date: 2020-05-01 09:30",
        "modified: 2020-06-01 10:00",
        'tags: [準備, "A, B", 転職]',
        "description: 説明です: これ。",
        "image: ../../../images/2020/05/kaijo.jpg",
        "author: yamamoto-haruka",
        "redirect_from: [/2020/05/post-1/]",
    ]
    assert "redirect_from: [/2020/05/最終面接/]" in read(whole, "articles/転職/saishu-mensetsu-kotaekata.md")
    assert "description: 抜粋です。" in read(whole, "articles/転職/post-2.md")
    assert "date: 2020-05-01 23:30" in read(whole, "articles/転職/post-10.md")
    draft = read(whole, "articles/転職/shitagaki.md")
    assert "status: draft" in draft
    assert "date:" not in draft
    for number in (6, 7, 12):
        assert "status: draft" in read(whole, f"articles/転職/post-{number}.md")
    assert "redirect_from: [/about/profile/]" in read(whole, "pages/profile.md")


def test_it_builds(whole: Blog) -> None:
    built = whole.build()
    assert built.code == 0, built.stderr
    assert built.errors == []
    page = built.page("/post-1/")
    for part in (
        ">準備すること</h2>",
        "<strong>「軸」</strong>",
        "<mark>一文で</mark>",
        "<figcaption>会場のようす</figcaption>",
        "<blockquote>",
        "dQw4w9WgXcQ",
        'href="/post-2/#junbi-2"',
        'href="/post-2/"',
        "消えた記事",
        "資料",
        "ご相談ください。",
    ):
        assert part in page, part
    second = built.page("/post-2/")
    assert "related-link" in second
    assert (
        "[st-card id=&quot;12&quot; label=&quot;&quot;]" in second or '[st-card id="12" label=""]' in second
    )
    assert "箱の中です。" in second
    assert CLASSIC[CLASSIC.index('<a href="https://px') : CLASSIC.index("\n\n<script")] in second
    assert "<script src=" not in second.partition("<article")[2]
    assert ":::ポイント {.x} &gt;&gt; ＞＞ ==a== `code` 時給*2 {氏名} &lt;氏名&gt; 5&lt;6" in re.sub(
        r"&#\d+;", lambda m: chr(int(m[0][2:-1])), second
    )
    assert built.page("/2020/05/post-1/").count("/post-1/")
    assert (built.output / "category" / "mensetsu" / "index.html").exists()


def test_it_builds_with_all_rooms_and_the_strict_rules(whole: Blog) -> None:
    whole.conf("LINKS_STRICT = True\n", every_room=True)
    built = whole.build(theme=str(ROOT / "theme"))
    assert built.errors == [], built.stderr
    assert built.code == 0, built.stderr


def test_the_report_tells_everything_that_did_not_come_along(moved: Move, uploads: Path, blog: Blog) -> None:
    report = moved(*everything(), uploads=uploads)
    text = report.text()
    assert dict(report.skipped) == {
        "ごみ": "ゴミ箱にありました",
        "空": "本文がありません",
        "独自": "投稿でも固定ページでもない種類（news）です",
    }
    assert report.left == {"コメント": 2, "メニューの項目（content/data/site.yaml に書きます）": 1}
    assert {reason for _, reason in report.drafts} == {
        "もとから下書きです", "レビュー待ちでした", "非公開、またはパスワード付きでした",
    }  # fmt: skip
    assert report.unreachable == [("articles/転職/bango.md", f"{OLD}/?p=16")]
    kinds = set(report.notes)
    assert kinds == {"category", "shortcode", "link", "picture", "script", "iframe"}
    for kind, words in (
        ("shortcode", "[st-card"), ("link", "消えた記事"), ("picture", "nai.jpg"), ("script", "widgets.js"), ("iframe", "埋め込み"),
    ):  # fmt: skip
        source, line, _ = report.notes[kind][0]
        found = read(blog, source).split("\n")[line - 1 :][: 2 if kind == "script" else 1]
        assert words in "".join(found), (kind, line, found)
    for words in (
        "コメント 2件",
        "articles/転職/post-2.md:",
        '`[st-card id="12" label=""]`',
        "親子のカテゴリー",
    ):
        assert words in text


def test_again_gives_the_same(whole: Blog, moved: Move, uploads: Path) -> None:
    before = snapshot(whole.content)
    report = moved(*everything(), uploads=uploads)
    assert snapshot(whole.content) == before
    assert {outcome for *_, outcome in report.imported} == {"same"}
    assert report.kept == []


def test_what_the_writer_changed_stays(whole: Blog, moved: Move, uploads: Path) -> None:
    edited, gone, other = (
        whole.content / "articles/転職" / name for name in ("post-2.md", "post-10.md", "bango.md")
    )
    edited.write_text("---\ntitle: 直した\ndate: 2020-05-01\n---\n直しました。\n", encoding="utf-8")
    gone.unlink()
    changed = [each.replace("本文です。", "新しい本文です。") for each in everything()]
    report = moved(*changed, uploads=uploads)
    assert "直しました。" in edited.read_text(encoding="utf-8")
    assert not gone.exists()
    assert "新しい本文です。" in other.read_text(encoding="utf-8")
    assert {source: reason for source, _, reason in report.kept} == {
        "articles/転職/post-2.md": "前に取り込んだあとで、手直しされています",
        "articles/転職/post-10.md": "前に取り込んだあとで、消すか移すかされています",
    }


def test_files_of_the_writer_are_never_touched(blog: Blog, moved: Move) -> None:
    own = blog.write(
        "content/articles/転職/post-1.md", "---\ntitle: 自分の\ndate: 2020-01-01\n---\n自分の本文。\n"
    )
    authors = blog.write("content/data/authors.yaml", "hayakawa:\n  name: 早川\n")
    report = moved(item(1))
    assert "自分の本文。" in own.read_text(encoding="utf-8")
    assert "早川" in authors.read_text(encoding="utf-8")
    moved_file = read(blog, "articles/転職/post-1-2.md")
    assert "author:" not in moved_file
    assert any("authors.yaml" in line for line in report.advice)
    assert blog.build().code == 0


def test_missing_pictures_do_not_stop_the_build_and_come_later(
    blog: Blog, moved: Move, uploads: Path
) -> None:
    body = f'<p>前<img src="{OLD}/wp-content/uploads/2020/05/kaijo.jpg" alt="会場">後</p>'
    broken = f'<p><img src="{OLD}/wp-content/uploads/2020/05/broken.jpg" alt="x"></p>'
    report = moved(item(1, content=body + broken))
    assert len(report.notes["picture"]) == 2
    assert any("UPLOADS" in line for line in report.advice)
    assert "前" in blog.build().ok().page("/post-1/")
    report = moved(item(1, content=body + broken), uploads=uploads)
    assert [detail for _, _, detail in report.notes["picture"]] == [
        f"{OLD}/wp-content/uploads/2020/05/broken.jpg"
    ]
    assert "![会場](../../images/2020/05/kaijo.jpg)" in read(blog, "articles/転職/post-1.md")
    assert blog.build().ok().page("/post-1/").count("<img") == 1


def test_names_of_pictures(blog: Blog, moved: Move, uploads: Path) -> None:
    places = (
        "%E9%9D%A2%E6%8E%A5%E3%81%AE%E4%BC%9A%E5%A0%B4-150x150.png",
        "IMG_1-300x225.jpg",
        "../../../etc/passwd.png",
    )
    body = "".join(f'<p><img src="/wp-content/uploads/2020/05/{place}" alt=""></p>' for place in places)
    moved(item(1, content=body), uploads=uploads)
    assert set(snapshot(blog.content / "images")) == {"2020/05/picture.png", "2020/05/img_1-scaled.jpg"}


def test_the_command(blog: Blog, uploads: Path) -> None:
    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "plugins.wordpress", str(blog.content), "-s", str(ROOT / "pelicanconf.py"), *arguments],
            cwd=blog.root,
            env=blog.environment(),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )  # fmt: skip

    path = blog.write("書き出し 1.xml", export(*everything()))
    done = run(stdin=f"{str(path).replace(' ', chr(92) + ' ')}\n{uploads}\n")
    assert done.returncode == 0, done.stderr
    assert "取り込みました: 13件" in done.stdout
    assert (blog.root / "import-report.md").read_text(encoding="utf-8").startswith("# 引っ越しの報告\n")
    for arguments, words in (
        (["--file", "nai.xml"], "がありません"),
        (["--file", str(path), "--uploads", "nai"], "フォルダがありません"),
        (["--file", str(ROOT / "README.md")], "XML として読めません"),
    ):
        refused = run(*arguments)
        assert refused.returncode == 1
        assert words in refused.stderr
        assert "Traceback" not in refused.stderr
    (blog.content / ".import.json").write_text("{", encoding="utf-8")
    assert "記録" in run("--file", str(path)).stderr


def test_a_site_below_a_path_and_redirects_that_meet(blog: Blog, moved: Move) -> None:
    report = moved(
        item(1, slug="a", link=f"{OLD}/a/"),
        item(2, slug="b", link=f"{OLD}/a/"),
        item(3, slug="archives", link=f"{OLD}/archives/"),
        item(4, slug="c", link=f"{OLD}/2020/05/c.html"),
    )
    assert len(report.imported) == 4
    assert "redirect_from" not in read(blog, "articles/転職/a.md")
    assert blog.build().ok().page("/2020/05/c.html")
