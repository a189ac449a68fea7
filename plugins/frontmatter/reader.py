"""The Markdown reader: a file → HTML and metadata for Pelican, or a report and nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader
from pelican.urlwrappers import Author as AuthorWrapper
from pelican.urlwrappers import Category, Tag

from plugins.core.pool import batches, spread
from plugins.core.problems import Level, Problems, choices, nearest
from plugins.core.progress import advance, stage
from plugins.core.site import UNCATEGORISED, Author, Site
from plugins.core.source import decode
from plugins.core.text import address_part, cut_at_sentence, nfc
from plugins.dialect.build import Head
from plugins.dialect.convert import Body, Converter
from plugins.frontmatter.conversions import Conversion, Conversions, key_of
from plugins.frontmatter.fields import SLUG, Fields, read_fields, slug_advice
from plugins.frontmatter.head import split

SKIPPED: tuple[str, dict[str, Any]] = ("", {"status": "skip"})
"""What Pelican gets for a file that was reported; the build is refused before anything is written."""

DESCRIPTION_LENGTH = 120


class MarkdownReader(BaseReader):
    """Reads `.md` files of the dialect."""

    file_extensions = ("md",)

    def __init__(self, settings: dict[str, Any]) -> None:
        """Take what was read before."""
        super().__init__(settings)
        self.problems: Problems = settings["PROBLEMS"]
        self.site: Site = settings["SITE"]
        self.content = Path(settings["PATH"])
        self.conversions: Conversions = settings["CONVERSIONS"]
        self._keys: dict[str, str] = {}
        self._topics: dict[tuple[type, str], Any] = {}

    @cached_property
    def converter(self) -> Converter:
        """Make the one converter of this run, when there is a file to convert."""
        return Converter.for_dialect(self.settings["DIALECT"])

    def prepare(self, paths: Sequence[str]) -> None:
        """Convert on all cores what has changed among these files."""
        stale = [
            Path(path) for path in paths if path.endswith(".md") and self.key_of(path) not in self.conversions
        ]
        stage("記事を読んでいます", len(stale))
        for part in batches(stale):
            for found in spread(self._convert_all, part):
                self.conversions.put(found)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the metadata of a file; its HTML is in `body`, with marks."""
        path = Path(source_path)
        key = self.key_of(source_path)
        del self._keys[source_path]  # who reads it once more has seen it change
        found = self.conversions.get(key)
        if found is None:
            ((key, found),) = self._convert_all([path]).items()
            self.conversions.put({key: found})
        report = self.problems.reporter(path)
        for level, line, message in found.problems:
            report(level, line, message)
        if found.fields is None or found.body is None:
            self.settings["UNREAD"].add(self._relative(path))
            return SKIPPED
        metadata = self._metadata(path, found.fields, found.body, found.summary)
        return "", metadata | {"source_key": key}

    def key_of(self, source_path: str) -> str:
        """Return the key of the conversion of a file. A build looks at each file once."""
        key = self._keys.get(source_path)
        if key is None:
            relative = nfc(source_path.removeprefix(f"{self.content}/"))
            key = self._keys[source_path] = self.conversions.key_of(source_path, relative)
        return key

    def _kind(self, relative: str) -> str:
        """Return what a file is, as the names of Pelican's settings begin."""
        is_page = any(relative.startswith(f"{folder}/") for folder in self.settings["PAGE_PATHS"])
        return "PAGE" if is_page else "ARTICLE"

    def _relative(self, path: Path) -> str:
        return nfc(path.relative_to(self.content).as_posix())

    def _convert_all(self, paths: Sequence[Path]) -> dict[str, Conversion]:
        found = {}
        for path in paths:
            data, relative = path.read_bytes(), self._relative(path)
            found[key_of(relative, data)] = self._convert(relative, data)
            advance()
        return found

    def _convert(self, relative: str, data: bytes) -> Conversion:
        problems: list[tuple[Level, int, str]] = []

        def report(level: Level, line: int, message: str) -> None:
            problems.append((level, line, message))

        text = decode(data, report)
        source = split(text, report) if text is not None else None
        if source is None:
            return Conversion(None, None, tuple(problems))
        fields = read_fields(source, needs_date=self._kind(relative) == "ARTICLE", report=report)
        values = fields.values if fields else {}
        author = self.site.authors.get(values.get("author", self.site.blog.author) or "")
        head = Head(author, has_cover="image" in values, contents=values.get("toc", True))
        body = self.converter.convert(source.body, source.body_line, report, head)
        if fields is not None and not source.body.strip():
            report(
                Level.ERROR, source.body_line, "本文がありません。2つ目の「---」の下に本文を書いてください。"
            )
        return Conversion(fields, body, tuple(problems), cut_at_sentence(body.text, DESCRIPTION_LENGTH))

    def _metadata(self, path: Path, fields: Fields, body: Body, summary: str) -> dict[str, Any]:
        relative = self._relative(path)
        values = fields.values
        report = self.problems.reporter(path)
        slug = values.get("slug") or nfc(path.stem)
        if not SLUG.fullmatch(slug):
            report(
                Level.ERROR,
                0,
                f"ファイル名「{path.name}」は記事のアドレスに使えません。{slug_advice(slug)}ファイル名を変えるか、slug を書きます。",
            )
        date = values.get("date")
        modified = max((moment for moment in (values.get("modified"), body.updated) if moment), default=None)
        status = values.get("status", "published")
        scheduled = date is not None and date > self.settings["NOW"] and status != "draft"
        metadata: dict[str, Any] = {
            "title": values["title"],
            "slug": slug,
            "address": "/" + self.settings[f"{self._kind(relative)}_URL"].format(slug=slug),
            # Pelican knows neither; both mean to it what its own word means.
            "status": "draft" if scheduled else "hidden" if status == "share" else status,
            "own_status": "scheduled" if scheduled else status,
            "description": values.get("description") or summary,
            "body": body,
            "fields": fields,
            "image": self._image(relative, fields, path),
            "noindex": values.get("noindex", False) or status == "share",
        }
        metadata["summary"] = metadata["description"]
        if date is not None:
            metadata["date"] = date
        if modified is not None and (date is None or modified > date):
            metadata["modified"] = modified
        self._add_author(metadata, fields, path)
        metadata["category"] = self._category(relative, fields)
        metadata["tags"] = [self._topic(Tag, name, self.site.tags) for name in values.get("tags", ())]
        return metadata

    def _add_author(self, metadata: dict[str, Any], fields: Fields, path: Path) -> None:
        key = fields.values.get("author", self.site.blog.author)
        if key is None:
            return
        record: Author | None = self.site.authors.get(key)
        if record is None:
            line = fields.lines.get("author", 0)
            self.problems.error(
                path,
                line,
                f"author「{key}」は content/data/authors.yaml にいません。{choices(key, self.site.authors)}",
            )
            return
        wrapper = self._topics.setdefault((AuthorWrapper, key), AuthorWrapper(record.name, self.settings))
        wrapper.slug = address_part(key)
        metadata["authors"] = [wrapper]
        metadata["writer"] = record

    def _category(self, relative: str, fields: Fields) -> Category:
        folders = posixpath.dirname(relative).split("/")[1:]
        return self._topic(
            Category,
            fields.values.get("category") or (folders[-1] if folders else UNCATEGORISED),
            self.site.categories,
        )

    def _topic(self, kind: type[Any], name: str, known: Any) -> Any:
        """Return a category or a tag: the articles that have it have the same."""
        if (kind, name) not in self._topics:
            topic = self._topics[kind, name] = kind(name, self.settings)
            topic.slug = (known[name].address if name in known else None) or address_part(name)
            topic.address = "/" + topic.url
        return self._topics[kind, name]

    def _picture_like(self, target: str, relative: str) -> str:
        """Return how the picture whose name is most like that of a missing one is written in a file."""
        found = sorted(each for each in (self.content / "images").rglob("*") if each.is_file())
        names = {each.name: each.relative_to(self.content).as_posix() for each in found}
        guess = nearest(posixpath.basename(target), names)
        written = posixpath.relpath(names.get(guess or "", "images/名前.jpg"), posixpath.dirname(relative))
        if guess is None:
            return (
                f"画像は「make image」で content/images/ に入れて、「image: {written}」の形で書いてください。"
            )
        return f"もしかして: {written}"

    def _image(self, relative: str, fields: Fields, path: Path) -> str | None:
        """Return the eye-catch relative to the content folder."""
        value = fields.values.get("image")
        if value is None:
            return None
        target = (
            value.lstrip("/")
            if value.startswith("/")
            else posixpath.normpath(posixpath.join(posixpath.dirname(relative), value))
        )
        if not (self.content / target).is_file():
            line = fields.lines["image"]
            self.problems.error(
                path, line, f"image「{value}」のファイルがありません。{self._picture_like(target, relative)}"
            )
            return None
        return target
