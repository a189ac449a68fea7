"""JSON-LD of what a page shows of services: `ItemList` for a ranking, `Review` for a card.

A `Review` only of a type that search engines accept (`kinds.KINDS`), by a named person, and never of this site itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plugins.core.library import Library
from plugins.core.site import Author
from plugins.services.catalogue import Catalogue
from plugins.services.kinds import KINDS
from plugins.services.records import MAX_STARS, Service, host

_SHOWN = re.compile(
    r'<div class="services" id="(?P<id>[^"]*)"><(?:section|div)\b[^>]*\sdata-(?P<kind>ranking|service)="(?P<key>[a-z0-9-]+)"'
)


@dataclass(frozen=True)
class Data:
    """Makes the data of one site's pages."""

    catalogue: Catalogue
    library: Library
    authors: Mapping[str, Author]
    absolute: Callable[[str], str]
    """Makes the whole address of a path."""

    def of_page(self, fragment: str, address: str) -> tuple[str, ...]:
        """Return the JSON of what a page shows, ready for `<script type="application/ld+json">`."""
        found: list[dict[str, object]] = []
        for match in _SHOWN.finditer(fragment):
            if match["kind"] == "ranking":
                found.append(self._item_list(match["key"], match["id"], address))
            else:
                found += self._review(self.catalogue.services[match["key"]])
        # `<` as an escape: a text with </script> must not end the element.
        return tuple(json.dumps(each, ensure_ascii=False).replace("<", "\\u003c") for each in found)

    def _item_list(self, key: str, identity: str, address: str) -> dict[str, object]:
        ranking = self.catalogue.rankings[key]
        items = []
        for number, entry in enumerate(ranking.order, 1):
            service = self.catalogue.services.get(entry.service)
            if service is None:
                continue
            # All on this page: a list whose items lead partly elsewhere is none to search engines.
            url = f"{self.absolute(address)}#{identity}-{entry.service}"
            items.append({"@type": "ListItem", "position": number, "name": service.name, "url": url})
        return {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": ranking.title,
            "description": ranking.basis,
            "itemListOrder": "https://schema.org/ItemListOrderAscending",
            "numberOfItems": len(items),
            "itemListElement": items,
        }

    def _review(self, service: Service) -> Iterator[dict[str, object]]:
        kind, review = KINDS[service.kind], service.review
        author = self.authors.get(review.reviewer) if review else None
        own = self.library.origin.partition("://")[2]
        if kind is None or review is None or author is None or host(service.official) == own:
            return
        yield {
            "@context": "https://schema.org",
            "@type": "Review",
            "itemReviewed": {"@type": kind, "name": service.name, "url": service.official},
            "author": {"@type": "Person", "name": author.name}
            | ({"url": self.absolute(f"/{author.page}/")} if author.page else {}),
            "datePublished": f"{review.date:%Y-%m-%d}",
            "reviewBody": review.criteria,
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": review.stars,
                "bestRating": MAX_STARS,
                "worstRating": 0,
            },
        }
