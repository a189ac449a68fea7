"""What was found out about a document holds as long as nothing that was looked at has changed."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.core.library import Document
from plugins.core.memo import Memo, State
from plugins.core.problems import Level, Report
from plugins.core.watched import WatchedLibrary


def document(slug: str, title: str) -> Document:
    return Document(f"articles/{slug}.md", "article", title, slug, f"/{slug}/", "published")


class Build:
    """One build of articles (slug → title), each of which looks at some other (`looks_at`), and reports long titles."""

    def __init__(self, titles: Mapping[str, str], before: State, looks_at: Mapping[str, str]) -> None:
        documents = {slug: document(slug, title) for slug, title in titles.items()}
        self.library = WatchedLibrary(tuple(documents.values()))
        self.memo = Memo(before, "1")
        self.memo.begin(self.library, {each.source: each.title for each in documents.values()})
        self.looks_at = looks_at
        self.found: list[str] = []
        self.reported: list[str] = []
        self.values = self.memo.of_each(
            "title", {each.source: each for each in documents.values()}, self._look
        )

    def _look(self, one: Document) -> str:
        def report(_level: Level, _line: int, message: str) -> None:
            self.reported.append(message)

        def find(report: Report) -> str:
            self.found.append(one.slug)
            if len(one.title) > 3:
                report(Level.WARNING, 0, f"{one.slug}は長いです。")
            other = self.library.by_slug.get(self.looks_at.get(one.slug, ""))
            return one.title + (other.title if other else "")

        return self.memo.of(one, "title", report, find)


def test_what_holds_is_taken_as_it_is_and_what_was_reported_is_said_again() -> None:
    titles, looks_at = {"a": "い", "b": "ろろろろ", "c": "は"}, {"c": "a"}
    first = Build(titles, State(), looks_at)
    assert (first.values, first.found) == (["い", "ろろろろ", "はい"], ["a", "b", "c"])
    same = Build(titles, first.memo.state(), looks_at)
    assert (same.values, same.found, same.reported) == (first.values, [], ["bは長いです。"])
    assert all(map(same.memo.holds, ("articles/a.md", "articles/b.md", "articles/c.md")))


def test_who_looked_at_something_else_looks_again() -> None:
    looks_at = {"c": "a"}
    first = Build({"a": "い", "b": "ろ", "c": "は"}, State(), looks_at)
    changed = Build({"a": "に", "b": "ろ", "c": "は"}, first.memo.state(), looks_at)
    assert (changed.values, changed.found) == (["に", "ろ", "はに"], ["a", "c"])
    assert changed.memo.changed("title") == {"articles/a.md", "articles/c.md"}
    # What is found again may be as it was.
    back = Build({"a": "に", "b": "ろ", "c": "は"}, first.memo.state(), looks_at | {"c": "b"})
    assert "articles/b.md" not in back.memo.changed("title")


def test_the_documents_have_one_hash() -> None:
    first = Build({"a": "い", "b": "ろ"}, State(), {})
    same = Build({"a": "い", "b": "ろ"}, first.memo.state(), {})
    other = Build({"a": "い", "b": "は"}, first.memo.state(), {})
    assert first.memo.documents == same.memo.documents != other.memo.documents
