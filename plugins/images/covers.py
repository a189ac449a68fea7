"""What stands for an article: its eye-catch, or its title as a picture."""

from __future__ import annotations

from plugins.core.library import Document, Library
from plugins.images.store import Picture, Pictures


def cover_of(document: Document, library: Library, pictures: Pictures) -> Picture | None:
    """Return the eye-catch of a document, where it has one."""
    address = library.files.get(document.image) if document.image else None
    return pictures.picture(document.image or "", address) if address else None


def picture_of(document: Document, library: Library, pictures: Pictures) -> Picture | None:
    """Return what lists and cards show of a document; nothing for a draft without an eye-catch."""
    return cover_of(document, library, pictures) or title_of(document, pictures)


def shared_picture_of(document: Document, library: Library, pictures: Pictures) -> Picture | None:
    """Return what other sites are given for a document."""
    address = library.files.get(document.image) if document.image else None
    shared = pictures.shared(document.image or "", address) if address else None
    return shared or title_of(document, pictures)


def title_of(document: Document, pictures: Pictures) -> Picture | None:
    """Return the picture of the title of a document; None for a draft."""
    return pictures.drawn(document.slug, document.title) if document.is_public else None
