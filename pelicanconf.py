"""The settings of the site: plain data, one block a plugin.

What belongs to one blog (its name, menu, authors) stands in `content/data/`, so that another `INPUTDIR`
brings its own. Here is what holds for any blog made with this theme and these plugins.
"""

import os

# The public address, without a slash at the end; also under a path: https://example.github.io/blog
SITEURL = os.environ.get("SITEURL", "https://blog.example.com")

# ---- Pelican ---------------------------------------------------------------------------
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
CACHE_PATH = ".cache"  # what builds remember; beside this file, like all of these paths
THEME_STATIC_PATHS: list[str] = []  # plugins.assets writes them
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
NOW = os.environ.get("SITE_NOW")  # the clock of a build, for tests: 2026-11-23T09:00:00+09:00

ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "files", "CNAME"]
IGNORE_FILES = [".*", "~*", "*~", "#*#", "Thumbs.db", "desktop.ini"]

ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
DIRECT_TEMPLATES = ["index", "archives", "404"]
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"category": None, "tag": None, "author": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Drafts, and articles whose date has not come, are read and checked but not written.
DRAFT_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""

# The dialect resolves links, a slug has one article, and plugins.seo writes the feeds.
INTRASITE_LINK_REGEX = "(?!)(?P<what>)"
ARTICLE_TRANSLATION_ID = None
PAGE_TRANSLATION_ID = None
PAGE_ORDER_BY = "slug"
SLUGIFY_USE_UNICODE = True
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# ---- plugins ---------------------------------------------------------------------------
# The ground rooms first, the gate last: they work in this order.
PLUGIN_PATHS = ["."]
PLUGINS = [
    "plugins.core",
    "plugins.frontmatter",
    "plugins.dialect",
    "plugins.related",  # what takes its time works beside the others
    "plugins.callouts",
    "plugins.balloons",
    "plugins.sections",
    "plugins.contents",
    "plugins.images",
    "plugins.comparisons",
    "plugins.videos",
    "plugins.parts",
    "plugins.votes",
    "plugins.services",
    "plugins.links",
    "plugins.redirects",
    "plugins.assets",
    "plugins.seo",
    "plugins.policy",
    "plugins.extras",
    "plugins.presentation",
    "plugins.search",
    "plugins.checks",
    "plugins.desk",
    "plugins.builds",
]

# What a line end in a paragraph is: "break" (as typed) or "join" (lines are joined).
DIALECT_NEWLINE = "break"

# Whether a link to a draft is an error. publishconf.py says yes.
LINKS_STRICT = False

# How many articles a feed holds.
SEO_FEED_ITEMS = 15

# How many articles 関連記事 at the end of an article names, and how alike (0–1) they must be.
RELATED_COUNT = 5
RELATED_LEAST = 0.06

# What stands behind the word 広告 above articles with affiliate links, and more hosts that count as such
# (host → name of the network). Whether a host without an entry in content/data/transmissions.yaml is an error:
# publishconf.py says yes.
# SERVICES_ADVERT = "この記事には広告があります。"
# SERVICES_AFFILIATE_HOSTS = {"click.example.com": "広告の会社"}
SERVICES_STRICT = False

# After how many months a fact about a service is reported.
SERVICES_STALE_MONTHS = 6
