"""Settings of the rooms."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from plugins.core.settings import SettingsError, from_pelican


@dataclass(frozen=True)
class Sample:
    size: int = 3
    name: str = "a"

    def __post_init__(self) -> None:
        if self.size < 0:
            msg = "size は0以上にしてください。"
            raise SettingsError(msg)


def test_defaults_and_given() -> None:
    assert from_pelican(Sample, "SAMPLE_", {"OTHER_SIZE": 9}) == Sample()
    assert from_pelican(Sample, "SAMPLE_", {"SAMPLE_SIZE": 5, "SITEURL": "x"}) == Sample(size=5)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"設定「SAMPLE_SIZ」はありません。もしかして: SAMPLE_SIZE"):
        from_pelican(Sample, "SAMPLE_", {"SAMPLE_SIZ": 5})


def test_a_bad_value_is_refused() -> None:
    with pytest.raises(SettingsError, match="0以上"):
        from_pelican(Sample, "SAMPLE_", {"SAMPLE_SIZE": -1})
