"""Give articles their pictures, and the site the files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from pelican import Pelican, signals
from pelican.contents import Content
from pelican.generators import Generator, StaticGenerator

from plugins.core.contents import by_source_of, describe, source_of
from plugins.core.data import line_of
from plugins.core.library import Document, Library
from plugins.core.memo import Memo
from plugins.core.outputs import Made, Outputs
from plugins.core.pool import spread
from plugins.core.problems import Problems, Report, nearest, report_nothing
from plugins.core.progress import stage
from plugins.core.settings import from_pelican
from plugins.dialect.grammar import Dialect
from plugins.images.covers import cover_of, picture_of, shared_picture_of
from plugins.images.facts import SUFFIXES, UNSHOWN
from plugins.images.render import Answers, decorate, frame
from plugins.images.settings import ImagesSettings
from plugins.images.share import Colours
from plugins.images.store import Picture, Pictures

FOLDER = "images"
"""Where things are kept, in `CACHE_PATH`."""

_MANY_FILES = 200
"""So many files of a new site are worth a second process that writes."""

_FILES = re.compile(r"""\s(?:src|href|poster)=["'](/[^"'#?]+\.\w{2,5})["'#?]""")


def extend_dialect(dialect: Dialect) -> None:
    """Add sizes, files, loading, captions, and the pictures of cards."""
    answers = Answers(dialect.settings)
    dialect.pictures.append(decorate)
    dialect.finishers.append(frame)
    dialect.resolvers |= {
        "image-size": answers.size,
        "image-sources": answers.sources,
        "cover": answers.cover,
    }


def prepare(pelican: Pelican) -> None:
    """Put `PICTURES` into the settings of this run."""
    settings: dict[str, Any] = pelican.settings
    site = hashlib.sha256(str(settings["PATH"]).encode()).hexdigest()[:16]
    settings["PICTURES"] = Pictures(
        Path(settings["CACHE_PATH"]).absolute() / FOLDER / site,
        from_pelican(ImagesSettings, "IMAGES_", settings),
        settings["SITE"].blog.name,
        Colours.of(settings["SITE"].blog.color),
    )


def scan(generator: StaticGenerator) -> None:
    """Find out what the pictures of the site are, before articles ask."""
    pictures: Pictures = generator.settings["PICTURES"]
    pictures.scan(
        {
            source: each.source_path
            for each in generator.staticfiles
            if PurePosixPath(source := source_of(each)).suffix.lower() in (*SUFFIXES, *UNSHOWN)
        }
    )


def finish(generators: list[Generator]) -> None:
    """Put pictures on every article and page, make what is not there yet, and hand the files to Pelican."""
    settings, context = generators[0].settings, generators[0].context
    library: Library = settings["LIBRARY"]
    pictures: Pictures = settings["PICTURES"]
    problems: Problems = settings["PROBLEMS"]
    memo: Memo = settings["MEMO"]
    contents = by_source_of(generators)

    def look(content: Content) -> Shown:
        find = partial(_look, content, pictures, library)
        return memo.of(content.document, "pictures", report_nothing, find)

    shown: set[str] = set()
    unshown: set[str] = set()
    for content, own in zip(contents.values(), memo.of_each("pictures", contents, look), strict=True):
        for source, address in own.pictures:
            pictures.picture(source, address)
        if own.files:
            is_shown = content.document.is_public or content.status != "draft"
            (shown if is_shown else unshown).update(own.files)
        if own.drawing:
            pictures.take_drawing(own.drawing, content.slug, content.title)
    describe(
        settings,
        cover=lambda content: cover_of(content.document, library, pictures),
        picture=lambda content: picture_of(content.document, library, pictures),
        shared_picture=lambda content: shared_picture_of(content.document, library, pictures),
    )
    settings["DESCRIBERS"].append(look)
    withheld = _withheld(unshown - shown, library, Path(settings["PATH"]))
    pictures.withhold(withheld)
    context["staticfiles"] = [each for each in context["staticfiles"] if source_of(each) not in withheld]
    context["FACES"] = dict(_faces(generators))
    blog = settings["SITE"].blog
    context["SHARED_PICTURE"] = pictures.drawn("blog", blog.tagline or blog.name)
    stage("画像を用意しています")
    pictures.make()
    for source in pictures.faults.keys() - pictures.told:
        fault = pictures.faults[source]
        problems.error(Path(settings["PATH"], source), 0, f"画像「{source}」{fault}")
    # A picture that tells where it was taken is published as a copy that does not.
    telling = {
        id(each): copy for each in context["staticfiles"] if (copy := pictures.bare_file(source_of(each)))
    }
    files = pictures.published() | {
        each.save_as: telling[id(each)] for each in context["staticfiles"] if id(each) in telling
    }
    context["staticfiles"] = [each for each in context["staticfiles"] if id(each) not in telling]
    if "OUTPUTS" in settings:
        # Their names in the cache hold their content's hash; those that are published are not looked for there.
        files = settings["PICTURE_FILES"] = settings["OUTPUTS"].keep(files)
    drawn = pictures.draw(set(files.values()))

    def finish_drawings() -> None:
        for title, missing in drawn():
            path = next((each.source_path for each in contents.values() if each.title == title), None)
            advice = "その文字は、SNS に出る画像では「〓」になります。"
            problems.warning(path or settings["PATH"], 0, f"題名の「{missing}」を画像に描けません。{advice}")
        pictures.save()

    if "OUTPUTS" in settings:
        settings["WHEN_DRAWN"] = finish_drawings
    else:  # a command that only reads
        finish_drawings()


class Shown(NamedTuple):
    """What an article or a page shows."""

    pictures: tuple[tuple[str, str], ...]
    """Source and address; those of its shared parts too."""
    files: tuple[str, ...]
    """The addresses of all files that it names."""
    drawing: str
    """The key of the picture of its title; empty where its eye-catch stands for it everywhere."""


def _look(content: Any, pictures: Pictures, library: Library, report: Report) -> Shown:
    """Find out what an article or a page shows."""
    document: Document = content.document
    with pictures.asked() as found:
        content.finished.check(report)
        stand_for_it = picture_of(document, library, pictures), shared_picture_of(document, library, pictures)
    base_path = content.finished.library.base_path
    files = {unquote(path).removeprefix(base_path) for path in _FILES.findall(content.finished.resolved)}
    files |= {address for _, address in found}
    is_drawn = any(each and each.title for each in stand_for_it)
    drawing = pictures.key_of_drawing(document.title) if is_drawn else ""
    return Shown(tuple(sorted(found)), tuple(sorted(files)), drawing)


def _withheld(addresses: set[str], library: Library, folder: Path) -> frozenset[str]:
    """Return the files that nothing but drafts show, of those with these addresses: they are not published yet."""
    found = {source for source, address in library.files.items() if address in addresses}
    if found:
        data = "".join(path.read_text("utf-8", "replace") for path in folder.glob("data/*") if path.is_file())
        found = {source for source in found if source not in data}
    return frozenset(found)


def _faces(generators: list[Generator]) -> Iterator[tuple[str, Picture]]:
    """Yield the pictures that `authors.yaml` and `site.yaml` name, as small as they are shown."""
    settings = generators[0].settings
    library: Library = settings["LIBRARY"]
    pictures: Pictures = settings["PICTURES"]
    data = Path(settings["PATH"], "data")
    named = [
        (data / "authors.yaml", (key, "picture"), author.picture)
        for key, author in settings["SITE"].authors.items()
    ]
    for path, place, value in [*named, (data / "site.yaml", ("logo",), settings["SITE"].blog.logo)]:
        address = library.files.get(value or "")
        if address and (picture := pictures.picture(value, address)):
            yield value, picture.thumbnail
        elif value and not address:
            close = nearest(value, list(library.files))
            guess = f"もしかして: {close}" if close else "content フォルダーから見たパスを書いてください。"
            message = f"{place[-1]}「{value}」のファイルがありません。{guess}"
            settings["PROBLEMS"].error(path, line_of(path, place), message)


def publish(pelican: Pelican) -> None:
    """Wait for the last pictures, and write the files that are not there yet."""
    settings: dict[str, Any] = pelican.settings
    settings["WHEN_DRAWN"]()
    outputs: Outputs = settings["OUTPUTS"]
    folder = settings["PICTURES"].folder
    files = list(settings["PICTURE_FILES"].items())
    is_much = outputs.is_new and len(files) > _MANY_FILES
    work = partial(_write, outputs, folder)
    for made, staged in spread(work, files, worth=1 if is_much else len(files) + 1):
        outputs.made |= made
        outputs.staged |= staged


def _write(
    outputs: Outputs, folder: Path, files: Sequence[tuple[str, str]]
) -> tuple[Mapping[str, Made], AbstractSet[str]]:
    own = replace(outputs, made={}, staged=set())
    for name, file in files:
        own.put(name, file, partial(_bytes, f"{folder}/{file}"))
    return own.made, own.staged


def _bytes(path: str) -> bytes:
    return Path(path).read_bytes()


def register() -> None:
    """Connect to Pelican. The rooms that read pictures stand behind in `PLUGINS`."""
    signals.initialized.connect(prepare)
    signals.static_generator_finalized.connect(scan)
    signals.all_generators_finalized.connect(finish)
    signals.finalized.connect(publish)
