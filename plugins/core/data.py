"""Data that owners edit by hand: YAML files in `content/data/`, validated, every fault with its line."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError
from pydantic_core import ErrorDetails

from plugins.core.problems import Level, Report, choices

Model = TypeVar("Model", bound=BaseModel)
Lines = dict[tuple[int | str, ...], int]

_MESSAGES = {
    "missing": "「{name}」がありません。",
    "string_type": "「{name}」は文字で書いてください（値: {value}）。",
    "list_type": "「{name}」は「- 」で始まる行のリストで書いてください（値: {value}）。",
    "tuple_type": "「{name}」は「- 」で始まる行のリストで書いてください（値: {value}）。",
    "model_type": "「{name}」は、次の行から字下げして「名前: 値」の形で書いてください（値: {value}）。",
    "greater_than_equal": "「{name}」の値「{value}」は小さすぎます。",
    "less_than_equal": "「{name}」の値「{value}」は大きすぎます。",
    "dict_type": "「{name}」は「名前: 値」の形で書いてください（値: {value}）。",
    "int_parsing": "「{name}」は整数で書いてください（値: {value}）。",
    "int_type": "「{name}」は整数で書いてください（値: {value}）。",
    "float_parsing": "「{name}」は数で書いてください（値: {value}）。",
    "bool_parsing": "「{name}」は yes か no で書いてください（値: {value}）。",
    "bool_type": "「{name}」は yes か no で書いてください（値: {value}）。",
    "too_short": "「{name}」が空です。",
    "string_too_short": "「{name}」が空です。",
    "string_pattern_mismatch": "「{name}」の形が正しくありません（値: {value}）。",
}


class Record(BaseModel):
    """The base of all data models: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Loader(yaml.SafeLoader):
    """YAML in which every plain value is text.

    A name `007`, a word `No` and a date mean what they say; the model decides the type.
    """


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", yaml.SafeLoader.yaml_implicit_resolvers["~"][0][1], ["~", "n", "N", ""]
)


def read_yaml(text: str) -> tuple[Any, Lines]:
    """Return the value of a YAML text and the line (1-based) of each place in it.

    A place is the path of keys and list positions to it. Raises `yaml.YAMLError`.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        if node is None:
            return None, lines
        _note_lines(node, (), lines)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, place: tuple[int | str, ...], lines: Lines) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate {key.value}", key.start_mark)
            seen.add(key.value)
            lines[(*place, key.value)] = key.start_mark.line + 1
            _note_lines(value, (*place, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines[(*place, number)] = value.start_mark.line + 1
            _note_lines(value, (*place, number), lines)


def load(path: Path, model: type[Model], report: Report) -> Model | None:
    """Read and validate one file; None, with every fault reported, where it cannot be used."""
    try:
        value, lines = read_yaml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        report(
            Level.ERROR,
            0,
            f"文字コードが UTF-8 ではありません（{error.start + 1}バイト目）。UTF-8 で保存してください。",
        )
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", ""))
        line = mark.line + 1 if mark else 1
        if problem.startswith("duplicate "):
            report(
                Level.ERROR,
                line,
                f"「{problem.removeprefix('duplicate ')}」が二度書かれています。一つにしてください。",
            )
        else:
            report(
                Level.ERROR,
                line,
                "「名前: 値」の形として読めません。字下げ、半角の「:」とその後の空白、引用符を確かめてください。",
            )
        return None
    try:
        return model.model_validate({} if value is None else value)
    except ValidationError as error:
        for detail in error.errors():
            report(Level.ERROR, _line(detail["loc"], lines), message(detail, model))
        return None


def line_of(path: Path, place: tuple[int | str, ...]) -> int:
    """Return the line of an entry in a file that has been read without a fault."""
    _, lines = read_yaml(path.read_text(encoding="utf-8-sig"))
    return _line(place, lines)


def _line(place: tuple[int | str, ...], lines: Lines) -> int:
    while place not in lines and place:
        place = place[:-1]
    return lines.get(place, 1)


def message(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return one pydantic error as a Japanese sentence."""
    place = [str(part) for part in detail["loc"]]
    name = place[-1] if place else "全体"
    if detail["type"] == "extra_forbidden":
        return f"「{name}」という項目はありません。{choices(name, _names(model, detail['loc'][:-1]))}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"]) if "ctx" in detail else detail["msg"]
    if detail["type"] == "literal_error":
        return f"「{name}」に「{detail['input']}」は使えません。使える値: {detail['ctx']['expected']}"
    text = _MESSAGES.get(detail["type"], "「{name}」の値「{value}」は使えません。")
    return text.format(name=name, value=detail["input"])


def _names(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are allowed at a place of a model."""
    current: Any = model
    if issubclass(model, RootModel) and place:  # a mapping of names to records: the first part is such a name
        current = next(iter(_models(model.model_fields["root"].annotation)), model)
        place = place[1:]
    for part in place:
        annotation = (
            current.model_fields[part].annotation
            if isinstance(part, str) and part in current.model_fields
            else None
        )
        models = list(_models(annotation)) if annotation is not None else [current]
        current = models[0] if models else current
    return list(current.model_fields)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]
