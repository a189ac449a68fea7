"""An export of a blog that never was, made piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

OLD = "https://old-blog.example"

HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>前のブログ</title>
<link>{OLD}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[admin_9]]></wp:author_login><wp:author_display_name><![CDATA[山本はるか]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>tenshoku</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[転職]]></wp:cat_name></wp:category>
<wp:category><wp:term_id>2</wp:term_id><wp:category_nicename>mensetsu</wp:category_nicename><wp:category_parent>tenshoku</wp:category_parent><wp:cat_name><![CDATA[面接]]></wp:cat_name></wp:category>
<wp:tag><wp:tag_slug>junbi</wp:tag_slug><wp:tag_name><![CDATA[準備]]></wp:tag_name></wp:tag>
"""
FOOT = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(
    number: int,
    title: str = "題名",
    content: str = "本文です。",
    *,
    slug: str | None = None,
    link: str | None = None,
    kind: str = "post",
    status: str = "publish",
    date: str = "2020-05-01 09:30:00",
    gmt: str | None = "2020-05-01 00:30:00",
    modified: str = "",
    categories: Sequence[tuple[str, str]] = (("tenshoku", "転職"),),
    tags: Sequence[tuple[str, str]] = (),
    meta: Mapping[str, str] | None = None,
    excerpt: str = "",
    comments: int = 0,
    more: str = "",
) -> str:
    """Return one item as WordPress writes it."""
    slug = f"post-{number}" if slug is None else slug
    link = f"{OLD}/2020/05/{slug}/" if link is None else link
    terms = [("category", *each) for each in categories] + [("post_tag", *each) for each in tags]
    return "".join(
        [
            f"<item>\n<title>{cdata(title)}</title>\n<link>{escape(link)}</link>\n",
            "<dc:creator><![CDATA[admin_9]]></dc:creator>\n",
            f"<content:encoded>{cdata(content)}</content:encoded>\n",
            f"<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>\n",
            f"<wp:post_id>{number}</wp:post_id>\n<wp:post_date>{date}</wp:post_date>\n",
            f"<wp:post_date_gmt>{gmt or '0000-00-00 00:00:00'}</wp:post_date_gmt>\n",
            f"<wp:post_modified>{modified}</wp:post_modified>\n" if modified else "",
            f"<wp:post_name>{cdata(slug)}</wp:post_name>\n<wp:status>{status}</wp:status>\n",
            f"<wp:post_type>{kind}</wp:post_type>\n{more}",
            *(
                f"<category domain={quoteattr(domain)} nicename={quoteattr(nice)}>{cdata(name)}</category>\n"
                for domain, nice, name in terms
            ),
            *(
                f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>\n"
                for key, value in (meta or {}).items()
            ),
            "<wp:comment><wp:comment_content>よい記事でした</wp:comment_content></wp:comment>\n" * comments,
            "</item>\n",
        ]
    )


def attachment(number: int, path: str) -> str:
    url = f"{OLD}/wp-content/uploads/{path}"
    more = f"<wp:attachment_url>{cdata(url)}</wp:attachment_url>\n"
    return item(
        number,
        path,
        "",
        kind="attachment",
        status="inherit",
        link=f"{OLD}/?attachment_id={number}",
        more=more,
    )


def export(*items: str) -> str:
    return HEAD + "".join(items) + FOOT
