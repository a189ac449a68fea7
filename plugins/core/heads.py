"""Writing the head of an article, so that it reads back as what was given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_WHOLE_LINE = ("title", "description")
"""Keys whose value is the rest of the line, so that only quotes around it could be lost."""
_PLAIN = re.compile(r"""[^\s"'#\[\]［］,、，：][^"'#\[\]［］,、，]*""")


def head_text(values: Mapping[str, str | Sequence[str]]) -> str:
    r"""Return a head with these keys; what is empty is left out.

    >>> head_text({"title": "面接: 準備", "tags": ["A, B", "面接"]})
    '---\ntitle: 面接: 準備\ntags: ["A, B", 面接]\n---\n'
    """
    lines = []
    for key, value in values.items():
        if isinstance(value, str):
            text = _text(key, " ".join(value.split()))
        else:
            # The reader takes a 、 in a list for a slip of the input method.
            items = (re.sub("[、，]", "・", " ".join(item.split())) for item in value)
            text = ", ".join(_quoted(item) if not _PLAIN.fullmatch(item) else item for item in items if item)
            text = f"[{text}]" if text else ""
        if text:
            lines.append(f"{key}: {text}\n")
    return "---\n" + "".join(lines) + "---\n"


def _text(key: str, value: str) -> str:
    if key in _WHOLE_LINE:
        is_wrapped = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        return _quoted(value) if is_wrapped else value
    return value if not value or (_PLAIN.fullmatch(value) and value[0] != "-") else _quoted(value)


def _quoted(value: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
