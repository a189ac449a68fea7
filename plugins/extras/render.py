"""The HTML of the extras, and `ads.txt`.

@[お問い合わせ]   →   <div class="contact"><p><a class="button" href="…" rel="noopener">お問い合わせフォームを開く</a></p></div>
"""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.util import AtomicString

from plugins.core.extras import Contact, Extras
from plugins.core.library import Document, Library
from plugins.core.problems import Level, Report
from plugins.dialect.blocks import Special
from plugins.dialect.build import Build
from plugins.dialect.needs import Need

_GOOGLE = "google.com, {account}, DIRECT, f08c47fec0942fa0"
"""The line that AdSense asks for; its last part is the number of Google itself."""


def head(extras: Extras) -> str:
    """Return what stands in the head of every page: the consent tool first, as it decides on what comes after it."""
    return "\n".join(_head(extras))


def _head(extras: Extras) -> Iterator[str]:
    if extras.consent:
        yield extras.consent
    if extras.analytics:
        yield f'<script async src="https://www.googletagmanager.com/gtag/js?id={extras.analytics}"></script>'
        yield (
            "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}"
            f"gtag('js',new Date());gtag('config','{extras.analytics}');</script>"
        )
    if extras.adsense:
        source = f"https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js?client={extras.adsense}"
        yield f'<script async src="{source}" crossorigin="anonymous"></script>'
    yield from extras.snippets


def verification(extras: Extras) -> str:
    """Return the tags that show the site to be the owner's; search engines look for them on the home page."""
    tags = {
        "google-site-verification": extras.google_verification,
        "msvalidate.01": extras.bing_verification,
    }
    return "\n".join(f'<meta name="{name}" content="{value}">' for name, value in tags.items() if value)


def ads_txt(extras: Extras) -> str:
    """Return `ads.txt`; `` for none."""
    own = [_GOOGLE.format(account=extras.adsense.removeprefix("ca-"))] if extras.adsense else []
    return "".join(f"{line}\n" for line in dict.fromkeys([*own, *extras.ads_txt]))


def embed(parent: ET.Element, block: Special, build: Build) -> None:
    """`@[お問い合わせ]`: leave a mark; the form is that of the whole site."""
    if block.groups["argument"]:
        build.error(
            block.line, f"「{block.text}」の（）の中は使いません。「@[お問い合わせ]」とだけ書いてください。"
        )
    frame = ET.SubElement(parent, "div", {"class": "contact"})
    frame.text = AtomicString(build.need("contact", block.line, ""))


@dataclass(frozen=True)
class Answers:
    """Answers the embed."""

    contact: Contact | None

    def answer(self, need: Need, _document: Document, _library: Library, report: Report) -> str:
        """Return what is inside of the embed."""
        if self.contact is None:
            report(
                Level.ERROR,
                need.line,
                "「@[お問い合わせ]」に出すものがありません。content/data/site.yaml の extras: に contact: と url: を書いてください。",
            )
            return ""
        url = html.escape(self.contact.url)
        if url.startswith("mailto:"):
            address = url.removeprefix("mailto:").partition("?")[0]
            return f'<p><a class="button" href="{url}">メールを送る（{address}）</a></p>'
        end = f'href="{url}" rel="noopener">お問い合わせフォームを開く</a></p>'
        if not self.contact.embed:
            return f'<p><a class="button" {end}'
        frame = f'<iframe class="contact__form" src="{url}" title="お問い合わせフォーム" height="{self.contact.height}" loading="lazy"></iframe>'
        return f"{frame}<p><a {end}"
