"""The table of rules. A row asks for a file `tests/checks/fixtures/NAME.md` and a line in `docs/writing.md`."""

from __future__ import annotations

from typing import Any

from plugins.checks.page import Page
from plugins.checks.rule import Rule
from plugins.checks.rules import structure, text, truth
from plugins.checks.site import Site
from plugins.core.problems import Level

PAGE_RULES: tuple[Rule[Page], ...] = (
    Rule(
        "かっこ",
        Level.WARNING,
        "かっこが片方だけです。",
        "足りないかっこを加えるか、余分なかっこを消してください。",
        text.brackets,
    ),
    Rule("句読点", Level.WARNING, "打ち間違いに見えます。", "一つにしてください。", text.punctuation),
    Rule(
        "文の途中",
        Level.WARNING,
        "文が途中で終わって見えます。",
        "続きを書くか、「。」にしてください。",
        text.unfinished,
    ),
    Rule("助詞", Level.WARNING, "打ち間違いに見えます。", "一つにしてください。", text.particles),
    Rule(
        "言葉の形",
        Level.WARNING,
        "打ち間違いに見えます。",
        "声に出して読み、正しい形に直してください。",
        text.forms,
    ),
    Rule(
        "半角カナ",
        Level.HINT,
        "読みにくく、検索でも見つかりにくくなります。",
        "全角で書いてください。",
        text.half_kana,
    ),
    Rule(
        "濁点",
        Level.WARNING,
        "見た目は同じでも、検索で見つからなくなります。",
        "「make check FIX=1」で直せます。",
        text.decomposed,
    ),
    Rule(
        "見えない文字",
        Level.WARNING,
        "ほかの場所から写したときに混ざった文字です。",
        "その文字を消してください。",
        text.invisible,
    ),
    Rule(
        "書きかけ",
        Level.WARNING,
        "後で直すつもりだった跡です。",
        "文を入れるか、消してください。",
        text.leftovers,
    ),
    Rule(
        "伏せ字",
        Level.HINT,
        "後で埋めるつもりだった跡かもしれません。",
        "言葉を入れるか、:::例文 に入れてください。",
        text.blanks,
        is_on=False,
    ),
    Rule(
        "全角の印",
        Level.HINT,
        "半角で書くと、どの道具でも同じ形になります。",
        "「make check FIX=1」で半角に直せます。",
        text.wide_marks,
    ),
    Rule("行末の空白", Level.HINT, "意味のない空白です。", "「make check FIX=1」で消せます。", text.spaces),
    Rule(
        "見出しの段差",
        Level.WARNING,
        "見出しの上下の関係が、目次や読み上げで伝わりません。",
        "「#」の数を1段ずつにしてください。",
        structure.heading_jumps,
    ),
    Rule(
        "見出しの番号",
        Level.HINT,
        "順番を変えたときにずれ、「1.1次面接」は「1.1」と読めます。",
        "番号を消すか、:::ステップ を使ってください。",
        structure.heading_numbers,
    ),
    Rule(
        "題名の長さ",
        Level.HINT,
        "検索結果や一覧で途中で切れます。",
        f"全角{structure.LONGEST_TITLE}字までにしてください。",
        structure.title_length,
    ),
    Rule(
        "説明",
        Level.HINT,
        "検索結果に出る文です。",
        f"{structure.LONGEST_DESCRIPTION}字までで、記事の中身を書いてください。",
        structure.description,
    ),
    Rule(
        "画像の説明",
        Level.WARNING,
        "画像が見えない人や検索サイトに、何の画像かが伝わりません。",
        "「![」と「]」の間に、何が写っているかを書いてください。",
        structure.picture_texts,
    ),
    Rule(
        "こちら",
        Level.HINT,
        "どこへ行くのかが、リンクの文字だけでは分かりません。",
        "行き先の題名や中身を、リンクの文字にしてください。",
        structure.link_texts,
    ),
    Rule(
        "リンクの形",
        Level.WARNING,
        "リンクにならず、文字のまま出ます。",
        "「[文字](住所)」と、半角で間を空けずに書いてください。",
        structure.link_forms,
    ),
    Rule(
        "画像の形",
        Level.WARNING,
        "画像にならず、文字のまま出ます。",
        "「![説明](画像のファイル)」と、半角で間を空けずに書いてください。",
        structure.picture_forms,
    ),
    Rule(
        "ほかの書き方",
        Level.WARNING,
        "読む人には、書いたとおりの文字が見えます。",
        "このブログの書き方に直すか、消してください。",
        structure.other_forms,
    ),
    Rule(
        "リストの空白",
        Level.HINT,
        "印の後に空白がないと、文字のまま出ます。",
        "リストなら「- 項目」「1. 項目」と空白を入れてください。",
        structure.list_forms,
    ),
    Rule(
        "根拠",
        Level.WARNING,
        "根拠のない言い切りは、読む人の誤解や景品表示法の問題になります。",
        "出典と年月を同じ段落に書くか、言いかえてください。",
        truth.claims,
    ),
    Rule(
        "古い最新",
        Level.WARNING,
        "古い記事だと思われます。",
        "中身を確かめて年を直すか、年を消してください。",
        truth.latest,
    ),
    Rule(
        "確認日",
        Level.HINT,
        "給与や求人の数は変わります。",
        "「（2026年5月確認）」のように、確かめた日と出典を書いてください。",
        truth.undated,
    ),
    Rule(
        "あおり",
        Level.HINT,
        "読む人の信頼をなくし、広告の決まりに触れることがあります。",
        "事実だけを書いてください。",
        truth.pushing,
    ),
)

SITE_RULES: tuple[Rule[Site], ...] = (
    Rule(
        "題名の重なり",
        Level.WARNING,
        "検索結果や一覧で見分けられません。",
        "どちらかの題名を変えてください。",
        structure.same_titles,
    ),
    Rule(
        "つながり",
        Level.HINT,
        "読み終えた人が、次に読む記事を見つけられません。",
        "「make links」で、つなぐとよい記事が分かります。",
        structure.connections,
    ),
    Rule(
        "自分へのリンク",
        Level.WARNING,
        "押しても同じ記事が開きます。",
        "別の記事にするか、消してください。",
        structure.own_links,
    ),
)

RULES: tuple[Rule[Any], ...] = (*PAGE_RULES, *SITE_RULES)
