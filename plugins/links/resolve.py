"""Where a link leads: by file as editors and GitHub follow it, by heading, or by an address of this site."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit

from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report, choices, nearest
from plugins.core.text import nfc
from plugins.dialect.grammar import Scheme
from plugins.dialect.needs import Need
from plugins.links.settings import LinksSettings

_SAFE = "/:?#[]@!$&'()*+,;=%~"
_MANY = 12
_SCHEMES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "https": (re.compile(r"//[^/\s]*\w.*"), "https://example.com/"),
    "http": (re.compile(r"//[^/\s]*\w.*"), "https://example.com/"),
    "mailto": (re.compile(r"[^@\s]+@[\w-]+(\.[\w-]+)+([,?].*)?"), "mailto:name@example.com"),
    "tel": (re.compile(r"[+0-9][0-9() .-]{2,}"), "tel:0312345678"),
    "sms": (re.compile(r"[+0-9][0-9-]{2,}.*"), "sms:09012345678"),
}
"""What may stand behind the colon of an address that leads off the site, and an example."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ON_DISK = re.compile(r"(?:/(?:Users|home|mnt/[a-z]|Volumes|tmp)/|~/|file:)")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9-]+\.)+(?:com|net|org|jp|info|io|dev|biz|site|blog|co|app|me)(?:[/?#].*)?"
)
_BROKEN_HTTP = re.compile(r"(?!https?://)(?P<scheme>https?)[:：；;]?/{1,2}(?P<rest>[^/].*)", re.IGNORECASE)


@dataclass(frozen=True)
class Links:
    """The answers; each is a `dialect.grammar.Resolve`."""

    settings: LinksSettings
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """What other rooms know how to answer (`service:KEY`)."""

    def link(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the `href` for what the writer typed, escaped."""
        value = html.unescape(need.value)
        if scheme := self._scheme(value):
            return scheme.link(need, document, library, report)
        if library.is_external(value):
            self._check_scheme(value, need, report)
            return html.escape(quote(value, safe=_SAFE))
        path, _, fragment = value.partition("#")
        fragment = nfc(unquote(fragment))
        if not value.strip():
            report(
                Level.ERROR,
                need.line,
                "リンク先が空です。「[題名](saishu-mensetsu.md)」のように書いてください。",
            )
            return ""
        if not path:
            if not fragment:
                advice = "行き先の見出しかファイルを書いてください。"
                report(Level.WARNING, need.line, f"リンク先が「#」だけで、どこへも進みません。{advice}")
            self._check_anchor(fragment, document, need, report)
            return html.escape("#" + quote(fragment, safe=_SAFE))
        target = library.find(path, document)
        if target is None and library.is_unread(path, document):
            return html.escape(value)
        if target is None:
            report(Level.ERROR, need.line, "リンク先" + missing(value, path, document, library))
            return html.escape(value)
        if target.document is not None:
            self._check_status(target.document, need, report)
            self._check_anchor(fragment, target.document, need, report)
        query = "".join(path.partition("?")[1:])
        href = quote(library.base_path + target.address + query, safe=_SAFE)
        return html.escape(f"{href}#{quote(fragment, safe=_SAFE)}" if fragment else href)

    def raw(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Look up a link in raw HTML, which stays as it is. What may be no page of this site is left alone."""
        value = need.value
        path, _, fragment = value.partition("#")
        is_meant = path.startswith("/") or "://" in path or path.endswith(".md") or (fragment and not path)
        if not is_meant or library.is_external(value):
            return ""
        if path.startswith("/"):
            if not f"{path}/".startswith(f"{library.base_path}/"):
                return ""  # beside this site
            value, path = value[len(library.base_path) :], path[len(library.base_path) :]

        def warn(_level: Level, line: int, message: str) -> None:
            report(Level.WARNING, line, f"HTML の中の{message}")

        target = library.find(path, document) if path else None
        if target and target.document and path.endswith(".md"):
            right = f"「{library.base_path}{target.address}」と書くか、Markdown のリンクにしてください。"
            report(
                Level.WARNING,
                need.line,
                f"HTML の中のリンク「{value}」は、そのまま出て開けません。{right}",
            )
        else:
            self.link(replace(need, value=html.escape(value)), document, library, warn)
        return ""

    def title(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the text of a link that was left empty: the title of its target."""
        value = html.unescape(need.value)
        if scheme := self._scheme(value):
            return scheme.title(need, document, library, report)
        if not library.is_external(value):
            target = library.find(value.partition("#")[0], document)
            if target is None:
                return html.escape(value)  # the link itself is reported, or its target
            if target.document is not None:
                return html.escape(target.document.title)
        report_untitled(need, report)
        return html.escape(value)

    def image(self, need: Need, document: Document, library: Library, report: Report) -> str:
        """Return the `src` of a picture."""
        value = html.unescape(need.value)
        if library.is_external(value):
            if not value.startswith(("https:", "http:", "//")):
                advice = "画像は content/images/ に置き、「![説明](../../images/名前.png)」と書いてください。"
                report(Level.ERROR, need.line, f"画像「{value}」は読者からは見えない場所にあります。{advice}")
            return html.escape(quote(value, safe=_SAFE))
        target = library.find(value, document)
        if target is None or target.document is not None:
            report(Level.ERROR, need.line, "画像" + missing(value, value, document, library))
            return html.escape(value)
        return html.escape(quote(library.base_path + target.address, safe=_SAFE))

    def _scheme(self, value: str) -> Scheme | None:
        name, colon, _ = value.partition(":")
        return self.schemes.get(name) if colon else None

    def _check_scheme(self, value: str, need: Need, report: Report) -> None:
        scheme = value.partition(":")[0].lower()
        if not value.startswith("//") and scheme not in _SCHEMES:
            allowed = [f"{each}:" for each in (*_SCHEMES, *self.schemes)]
            advice = choices(f"{scheme}:", allowed)
            report(Level.ERROR, need.line, f"リンク先「{value}」の「{scheme}:」は使えません。{advice}")
        elif not value.startswith("//") and not _SCHEMES[scheme][0].fullmatch(value.partition(":")[2]):
            right = _SCHEMES[scheme][1]
            report(Level.ERROR, need.line, f"リンク先「{value}」の形が正しくありません。（例: {right}）")

    def _check_status(self, target: Document, need: Need, report: Report) -> None:
        if target.is_public:
            return
        what = "下書き" if target.status == "draft" else "公開日前の記事"
        level = Level.ERROR if self.settings.strict else Level.WARNING
        report(level, need.line, f"リンク先「{need.value}」は{what}なので、読者には見えません。")

    def _check_anchor(self, fragment: str, target: Document, need: Need, report: Report) -> None:
        if fragment and fragment not in target.anchors:
            headings = [heading.id for heading in target.headings]
            report(
                Level.ERROR,
                need.line,
                f"「{need.value}」の見出し「#{fragment}」がありません。{choices(fragment, headings[:_MANY])}",
            )


def report_untitled(need: Need, report: Report) -> None:
    """Report a link without text to where no title is known."""
    value = html.unescape(need.value)
    advice = f"「[題名]({value})」と書いてください。"
    report(Level.ERROR, need.line, f"リンク「[]({value})」の文字がありません。{advice}")


def missing(value: str, path: str, document: Document, library: Library) -> str:
    """Return the message about a dead link: what was meant, else the names that are nearest."""
    if meant := _meant(value, path, document, library):
        return f"「{value}」がありません。{meant}"
    own = urlsplit(path)
    if own.scheme:
        path = own.path.removeprefix(library.base_path)
    name = posixpath.basename(nfc(unquote(path.rstrip("/"))))
    if path.endswith(".md"):
        known: Iterable[str] = (
            relative(each.source, document.source)
            for each in library.documents
            if each.source != document.source
        )
    elif path.startswith("/"):
        known = [*library.by_address, *library.addresses]
    else:
        known = [relative(each, document.source) for each in library.files]
        known += [relative(each.source, document.source) for each in library.documents]
    names = sorted(known)
    return f"「{value}」がありません。{nearest_paths(name, names)}"


def _meant(value: str, path: str, document: Document, library: Library) -> str:
    """Return the remedy for an address that is surely another one, written wrongly; else nothing."""
    if _MAIL.fullmatch(value):
        return f"メールアドレスなら「mailto:{value}」と書いてください。"
    if match := _BROKEN_HTTP.fullmatch(value):
        return f"ほかのサイトなら「{match['scheme'].lower()}://{match['rest']}」と書いてください。"
    if _ON_DISK.match(value):
        return "パソコンの中の場所は、読者には見えません。画像は「make image」で content/images/ に入れてください。"
    if _DOMAIN.fullmatch(value):
        return f"ほかのサイトなら「https://{value}」と書いてください。"
    plain = unicodedata.normalize("NFKC", value).replace("\\", "/")
    if plain.startswith("mailto:"):
        return f"「{plain}」と半角で書いてください。"
    for each in (plain, f"{plain}.md", path.rstrip("/") + ".md", plain.replace(" #", "#")):
        if each != value and library.find(each.partition("#")[0], document):
            return f"もしかして: {each}"
    return ""


def nearest_paths(name: str, paths: list[str]) -> str:
    """Return the end of a message: the path whose last part is most like `name`."""
    by_name = {posixpath.basename(path.rstrip("/")): path for path in paths}
    guess = nearest(name, by_name)
    return f"もしかして: {by_name[guess]}" if guess else "ファイル名と場所を確かめてください。"


def relative(source: str, start: str) -> str:
    """Return the path from one document's folder to another file."""
    return posixpath.relpath(source, posixpath.dirname(start))
