"""The finished HTML of an article: its marks replaced, and what other rooms change afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

from plugins.core.library import Document, Library
from plugins.core.problems import Report
from plugins.dialect.convert import Body
from plugins.dialect.grammar import Dialect
from plugins.dialect.kept import unmarked
from plugins.dialect.needs import RAW_LINK, resolve


@dataclass
class Finished:
    """Makes the HTML of one article when it is asked for, and once: a build that changes little asks for little."""

    body: Body
    document: Document
    library: Library
    dialect: Dialect

    def check(self, report: Report) -> None:
        """Report what is wrong with the needs of the body."""
        answer = partial(self.dialect.answer, self.document, self.library, report)
        self.__dict__["_marked"] = resolve(self.body.marked, self.body.needs, answer)
        for need in self.body.needs:
            if need.kind == RAW_LINK:
                answer(need)

    @cached_property
    def _marked(self) -> str:
        answer = partial(self.dialect.answer, self.document, self.library, _silent)
        return resolve(self.body.marked, self.body.needs, answer)

    @cached_property
    def resolved(self) -> str:
        """The HTML in which every need is answered."""
        return unmarked(self._marked)[0]

    @cached_property
    def html(self) -> str:
        """The HTML as it is read."""
        return unmarked(self.marked)[0]

    @cached_property
    def marked(self) -> str:
        """The HTML as it is read, with marks around what is raw: for a page, which is made shorter."""
        html = self._marked
        for change in self.dialect.changes:
            html = change(html, self.document)
        return html

    def release(self) -> None:
        """Forget the HTML: it is made again when it is asked for again."""
        for name in ("_marked", "resolved", "html", "marked"):
            self.__dict__.pop(name, None)
        self.body.release()


def _silent(*_problem: object) -> None:
    """Say nothing: `check` has reported it."""
