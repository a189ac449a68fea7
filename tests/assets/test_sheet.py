"""What a page needs of a style sheet."""

from __future__ import annotations

import pytest

from plugins.assets.sheet import read_sheet


@pytest.mark.parametrize(
    ("css", "names", "needed"),
    [
        ("p{a:b}", [], "p{a:b}"),
        (".x{a:b}", [], ""),
        (".x{a:b}", [".x"], ".x{a:b}"),
        (".x,.y{a:b}", [".y"], ".y{a:b}"),
        (".x .y{a:b}", [".x"], ""),
        (".x .y{a:b}", [".x", ".y"], ".x .y{a:b}"),
        (".x dt{a:b}", [".x"], ""),
        (".x > dt + dd{a:b}", [".x", "dt", "dd"], ".x>dt+dd{a:b}"),
        (".x:not(.y)::before{a:b}", [".x"], ".x:not(.y)::before{a:b}"),
        ('.x:has(img) [data-y="z"]:hover{a:b}', [".x", "img"], '.x:has(img) [data-y="z"]:hover{a:b}'),
        (".x:has(img){a:b}", [".x"], ""),
        (".x:is(.y,.z) b{a:b}", [".x", "b"], ""),
        (".x:is(.y,.z) b{a:b}", [".x", "b", ".z"], ".x:is(.z) b{a:b}"),
        (".x *:where(p,q):not(q){a:b}", [".x", "p"], ".x *:where(p):not(q){a:b}"),
        (":is(p,q){a:b}", [], ""),
        (".x:has(> .y) p{a:b}", [".x", "p"], ""),
        (".x:has(> .y) p{a:b}", [".x", ".y", "p"], ".x:has(>.y) p{a:b}"),
        (".x:nth-child(2n + 1){a:b}", [".x"], ".x:nth-child(2n+1){a:b}"),
        (".x{a:b;& .y{c:d}&:hover{e:f;}}", [".x"], ".x{a:b;&:hover{e:f}}"),
        (".x{& .y{c:d}}", [".x"], ""),
        ("@media (min-width:1px){.x{a:b}.y{c:d}}", [".y"], "@media (min-width:1px){.y{c:d}}"),
        ("@media print{.x{a:b}}", [], ""),
        ("""p{a:url("data:x;{}'")}""", [], """p{a:url("data:x;{}'")}"""),
        ("p{a:url(data:x;y{});b:';}'}", [], "p{a:url(data:x;y{});b:';}'}"),
        (
            "@layer m,n;@layer n{p{a:b}}@layer m{q{c:d}}@layer n{r{e:f}}",
            [],
            "@layer{q{c:d}}@layer{p{a:b}r{e:f}}",
        ),
    ],
)
def test_what_is_needed(css: str, names: list[str], needed: str) -> None:
    assert read_sheet(css).of(names) == needed


@pytest.mark.parametrize(
    ("css", "needed"),
    [
        (":root{--x:#abc}p{a:var(--x)}", "p{a:#abc}"),
        (":root{--x:#abc}:root{--x:#def}p{a:var(--x)}", "p{a:#def}"),
        (
            ":root{--x:#abc;--y:f(var(--x))}p{a:var(--y)}q{a:var(--y)}",
            ":root{--y:f(#abc)}p{a:var(--y)}q{a:var(--y)}",
        ),
        (":root{--x:#abc}p{--x:#def;a:var(--x)}", ":root{--x:#abc}p{--x:#def;a:var(--x)}"),
        ("p{--x:#abc;a:var(--x)}", "p{--x:#abc;a:var(--x)}"),
    ],
)
def test_the_palette_stands_where_it_is_asked_for(css: str, needed: str) -> None:
    assert read_sheet(css).of([]) == needed


@pytest.mark.parametrize(
    ("css", "names", "needed"),
    [
        (":root{--x:1;--y:2}p{a:var(--x) var(--x)}", [], ":root{--x:1}p{a:var(--x) var(--x)}"),
        (
            ":root{--x:f(var(--y,3));--y:2}p{a:var(--x) var(--x)}",
            [],
            ":root{--x:f(var(--y,3));--y:2}p{a:var(--x) var(--x)}",
        ),
        (":root{--x:var(--y);--y:2}", [], ""),
        (":root{--x:1}.a{b:var(--x)}", [], ""),
        (":root{--x:1}.a{b:var(--x)}", ["--x"], ":root{--x:1}"),
        (".a{--x:url('a;b');--z:1}p{a:var(--x)}", [".a"], ".a{--x:url('a;b')}p{a:var(--x)}"),
    ],
)
def test_values_that_nothing_asks_for_are_left_out(css: str, names: list[str], needed: str) -> None:
    assert read_sheet(css).of(names) == needed


@pytest.mark.parametrize(
    ("css", "names", "needed"),
    [
        (
            ":root{--x:1px;--y:2px}p{a:var(--x)}q{a:var(--y);b:var(--y)}",
            [],
            ":root{--y:2px}p{a:1px}q{a:var(--y);b:var(--y)}",
        ),
        (":root{--x:f(1)}p{a:var(--x)}", ["--x"], ":root{--x:f(1)}p{a:var(--x)}"),
        (":root{--x:1px}.a{--x:2px}p{a:var(--x)}", [".a"], ":root{--x:1px}.a{--x:2px}p{a:var(--x)}"),
        (":root{--x:1px}.a{--x:2px}p{a:var(--x)}", [], "p{a:1px}"),
        (":root{--x:1px}p{a:var(--x,2px)}", [], ":root{--x:1px}p{a:var(--x,2px)}"),
        (":root{--x:f(var(--y));--y:1px}p{a:var(--x)}", [], "p{a:f(1px)}"),
    ],
)
def test_a_value_that_is_asked_for_at_one_place_stands_there(css: str, names: list[str], needed: str) -> None:
    assert read_sheet(css).of(names) == needed
