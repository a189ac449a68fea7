"""Speech balloons: `:::会話 NAME`; who speaks stands in `content/data/characters.yaml`."""

from plugins.balloons.plugin import extend_dialect, register

__all__ = ["extend_dialect", "register"]
