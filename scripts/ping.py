"""更新 ping: tell ranking services that the site has something new (`weblogUpdates.ping`, XML-RPC).

    PING_URLS="http://ping.example.jp/xmlrpc/abc" python scripts/ping.py output/feed.atom
    python scripts/ping.py --published https://blog.example.com/feed.atom output/feed.atom

The first form sends; name and address of the site are those of the feed (a file or an address). The second prints
`new=true` when the feed names an article that the published one does not, else `new=false`, for a workflow.

The addresses hold the owner's id: they come from the environment and are never printed. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import urllib.error
import urllib.request
import xmlrpc.client
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

TIMEOUT = 20
"""Seconds."""
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Feed:
    """What a feed says of the site, and the articles that it names."""

    name: str
    home: str
    entries: frozenset[str]


class PingFailed(Exception):  # noqa: N818 - a decision, with a message for the owner
    """The service did not take the ping."""


def read_feed(text: str) -> Feed:
    """Return what an Atom feed says. Raises `ValueError` for what is none."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own feed
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    home = next((link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") != "self"), None)
    name = root.findtext(f"{ATOM}title")
    if not home or not name:
        msg = "no title or no link"
        raise ValueError(msg)
    entries = (entry.findtext(f"{ATOM}id") or "" for entry in root.findall(f"{ATOM}entry"))
    return Feed(name, home, frozenset(entries))


def load(source: str) -> str:
    """Return the text of a file or of a web address."""
    if urlsplit(source).scheme not in ("http", "https"):
        return Path(source).read_text(encoding="utf-8")
    with urllib.request.urlopen(source) as answer:  # noqa: S310 - http(s), as seen
        data: bytes = answer.read()
    return data.decode()


def has_news(new: Feed, published: str) -> bool:
    """Say whether a feed names an article that the one at an address does not; all is new where there is none."""
    try:
        old = read_feed(load(published))
    except urllib.error.HTTPError as error:
        return error.code == HTTPStatus.NOT_FOUND
    except (OSError, HTTPException, ValueError):
        return False  # nobody is told twice because a host did not answer
    return bool(new.entries - old.entries)


def ping(address: str, name: str, home: str) -> None:
    """Tell one service. Raises `PingFailed`, whose message does not hold the address."""
    if urlsplit(address).scheme not in ("http", "https"):
        msg = "アドレスが「http://」か「https://」で始まっていません。"
        raise PingFailed(msg)
    try:
        with xmlrpc.client.ServerProxy(address) as service:
            answer = service.weblogUpdates.ping(name, home)
    except xmlrpc.client.ProtocolError as error:
        msg = f"HTTP {error.errcode}"
        raise PingFailed(msg) from None
    except xmlrpc.client.Fault as error:
        raise PingFailed(error.faultString) from None
    except Exception as error:  # noqa: BLE001 - a service may answer anything, and its address must not get into a traceback
        raise PingFailed(type(error).__name__) from None
    if isinstance(answer, dict) and answer.get("flerror"):
        raise PingFailed(str(answer.get("message", "")))


def ping_all(addresses: Sequence[str], feed: Feed) -> bool:
    """Tell all services, whatever each of them answers; say whether all took it."""
    taken = []
    for address in addresses:
        host = urlsplit(address).hostname or "（アドレスではありません）"
        try:
            ping(address, feed.name, feed.home)
        except PingFailed as failure:
            print(f"{host}: 更新のお知らせを送れませんでした（{failure}）。", file=sys.stderr)
            taken.append(False)
        else:
            print(f"{host}: 更新をお知らせしました。")
            taken.append(True)
    return all(taken)


def main(arguments: Sequence[str]) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("feed")
    parser.add_argument("--published")
    options = parser.parse_args(arguments)
    socket.setdefaulttimeout(TIMEOUT)  # `xmlrpc.client` has no parameter for it
    try:
        feed = read_feed(load(options.feed))
    except (OSError, HTTPException, ValueError):
        print(
            f"「{options.feed}」をフィードとして読めません。先に make publish を行ってください。",
            file=sys.stderr,
        )
        return 1
    if options.published:
        print(f"new={str(has_news(feed, options.published)).lower()}")
        return 0
    addresses = os.environ.get("PING_URLS", "").split()
    if not addresses:
        print("PING_URLS がないので、更新のお知らせはしません。くわしくは docs/deploy.md をご覧ください。")
        return 0
    return 0 if ping_all(addresses, feed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
