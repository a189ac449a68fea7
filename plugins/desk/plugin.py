"""Nothing happens while a site is built: the desk is a set of commands."""


def register() -> None:
    """Connect to Pelican: nothing to do."""
