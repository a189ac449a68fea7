"""The forms in which a word of a page and a word of a query are equal. `theme/static/js/search/fold.js` is the twin.

`fold`: one spelling. NFKC (full and half width), lower case, no middle dot, new kanji for old.
`key`: one pronunciation, in Latin letters. Kana, Hepburn and Kunrei romaji give the same.
Both twins read `tests/shared/fold.json`, and a property test compares them on random strings.
"""

from __future__ import annotations

import re
import unicodedata

# Old forms that are still typed (names, quotations), each followed by its new one.
OLD_KANJI = (
    "亞亜惡悪壓圧圍囲醫医爲為壹壱逸逸隱隠榮栄營営衞衛驛駅謁謁圓円緣縁艷艶鹽塩奧奥應応橫横歐欧毆殴黃黄溫温穩穏假仮價価禍禍畫画會会壞壊悔悔懷懐海海繪絵"
    "慨慨槪概擴拡殼殻覺覚學学嶽岳樂楽喝喝渴渇褐褐勸勧卷巻寬寛歡歓漢漢罐缶觀観關関陷陥顏顔器器既既歸帰氣気祈祈龜亀僞偽戲戯犧犠舊旧據拠擧挙虛虚峽峡挾挟狹狭鄕郷響響曉暁勤勤謹謹區区驅駆"
    "勳勲薰薫徑径惠恵揭掲溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権獻献硏研縣県險険顯顕驗験嚴厳廣広恆恒鑛鉱號号國国穀穀黑黒濟済碎砕齋斎劑剤櫻桜册冊殺殺雜雑參参"
    "慘惨棧桟蠶蚕贊賛殘残祉祉絲糸視視齒歯兒児辭辞濕湿實実舍舎寫写煮煮社社者者釋釈壽寿收収臭臭從従澁渋獸獣縱縦祝祝肅粛處処暑暑緖緒署署諸諸敍叙奬奨將将涉渉燒焼祥祥稱称證証乘乗"
    "剩剰壤壌孃嬢條条淨浄狀状疊畳穰穣讓譲釀醸囑嘱觸触寢寝愼慎眞真神神盡尽圖図粹粋醉酔隨随髓髄數数樞枢瀨瀬聲声靜静齊斉攝摂竊窃節節專専戰戦淺浅潛潜纖繊踐践錢銭禪禅祖祖僧僧"
    "雙双壯壮層層搜捜插挿巢巣爭争瘦痩總総聰聡莊荘裝装騷騒增増憎憎臟臓藏蔵贈贈卽即屬属續続墮堕對対帶帯滯滞臺台瀧滝擇択澤沢單単嘆嘆擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳著著廳庁徵徴懲懲"
    "聽聴敕勅鎭鎮塚塚遞逓鐵鉄轉転點点傳伝都都燈灯當当黨党盜盗稻稲鬪闘德徳獨独讀読突突屆届繩縄難難貳弐惱悩腦脳霸覇拜拝廢廃賣売梅梅麥麦發発髮髪拔抜繁繁晚晩蠻蛮卑卑碑碑祕秘濱浜賓賓頻頻敏敏甁瓶"
    "侮侮福福拂払佛仏倂併塀塀竝並變変邊辺勉勉辨弁瓣弁辯弁舖舗步歩穗穂寶宝襃褒豐豊墨墨沒没飜翻每毎萬万滿満免免麵麺默黙餠餅戾戻彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱欄欄覽覧"
    "隆隆龍竜虜虜兩両獵猟綠緑淚涙壘塁類類勵励禮礼隸隷靈霊齡齢曆暦歷歴戀恋練練鍊錬爐炉勞労廊廊朗朗樓楼郎郎祿禄錄録亙亘灣湾遙遥檜桧槇槙嶋島髙高﨑崎凜凛堯尭巖巌晉晋渚渚猪猪琢琢禎禎穰穣彥彦黑黒"
)

_NEW = {ord(old): new for old, new in zip(OLD_KANJI[::2], OLD_KANJI[1::2], strict=True) if old != new}
_DROPPED = dict.fromkeys(map(ord, "・‐‑­\u200b\u200c\u200d\ufeff\ufe0e\ufe0f"))
_TABLE = _DROPPED | _NEW


def fold(text: str) -> str:
    """Return the one spelling.

    >>> fold("ＳＰＩ・ﾃｽﾄ 國語")
    'spiテスト 国語'
    """
    return unicodedata.normalize("NFKC", text).lower().translate(_TABLE)


def is_kana(text: str) -> bool:
    """Say whether a text is kana alone, in either kind, with long-vowel signs."""
    return _KANA.fullmatch(text) is not None


_KANA = re.compile(r"[ぁ-ゖァ-ヶー]+")

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "q": "ぁぃぅぇぉ",  # small vowels, settled in _RULES
}
_ROMAJI = {kana: row + vowel for row, line in _ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)} | {
    "や": "ya", "ゆ": "yu", "よ": "yo", "ゃ": "Ya", "ゅ": "Yu", "ょ": "Yo", "わ": "wa", "ゎ": "wa", "ゐ": "i", "ゑ": "e", "を": "o",
    "ん": "n", "っ": "", "ゔ": "bu", "ー": "", "ゕ": "ka", "ゖ": "ke",
}  # fmt: skip

_LETTERS = {ord(kana): letters for kana, letters in _ROMAJI.items()} | {
    ord(kana) + 0x60: letters for kana, letters in _ROMAJI.items() if kana != "ー"
}
"""Of both kinds of kana."""
_SETTLED = re.compile(r"(?:[bghkmnprstz]?(?:[aeo]|u(?!e)|i(?!Y)|iY[ao]|iYu(?!e))|y[ao]|yu(?!e)|wa|n(?!n))*")
"""What no rule changes but `iY`: most words. Trying all rules on each would take longer than cutting texts into words."""

# In this order, on the Latin letters of a kana text or of a query typed in romaji.
_RULES = tuple(
    (re.compile(pattern), result)
    for pattern, result in (
        # kana: てゃ ふぁ うぃ しぇ …
        (r"iY", "y"),
        (r"(?<=[td])eY", "y"),
        (r"[uo]Y", "y"),
        (r"Y", "y"),
        (r"(?<=[td])[eo][qx]", ""),
        (r"(?<=[hb])u[qx]", ""),
        (r"(?<=[sztdkgnhbpmr])iqe", "ye"),
        (r"[qx]", ""),
        # romaji: Hepburn and what an input method takes
        (r"([^aiueon])\1+", r"\1"),
        (r"(?<=[kg])w", "u"),
        (r"tch|cch", "ch"),
        (r"sh", "sy"),
        (r"ch", "ty"),
        (r"ts", "t"),
        (r"j", "zy"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"f", "h"),
        (r"v", "b"),
        (r"l", "r"),
        (r"dz", "z"),
        (r"([sztdkgnhbpmr])y+i", r"\1i"),
        (r"d(?=[iuy])", "z"),
        (r"w(?=i)", "u"),
        (r"w(?=o)", ""),
        (r"ue", "we"),
        (r"wh", "w"),
        (r"we", "e"),
        (r"m(?=[bpm])", "n"),
        (r"n'", "n"),
        (r"([^aiueo])\1+", r"\1"),
    )
)
_LONG = tuple(
    (re.compile(pattern), result)
    for pattern, result in ((r"ou|oo", "o"), (r"ei|ee", "e"), (r"([aiu])\1+", r"\1"))
)


def sound(text: str) -> str:
    """Return the pronunciation of kana or romaji in Kunrei letters, without doubled consonants.

    >>> sound("しょくむけいれきしょ"), sound("shokumukeirekisho")
    ('syokumukeirekisyo', 'syokumukeirekisyo')
    """
    letters = text.translate(_LETTERS)
    if _SETTLED.fullmatch(letters):
        return letters.replace("iY", "y")
    for pattern, result in _RULES:
        letters = pattern.sub(result, letters)
    return letters


def key(text: str) -> str:
    """Return the pronunciation with short vowels only: what is typed without them, or with a sign, is found too.

    >>> key("パーティー"), key("paatii"), key("ちゅうごく"), key("chugoku")
    ('pati', 'pati', 'tyugoku', 'tyugoku')
    """
    return shorten(sound(text))


def shorten(text: str) -> str:
    """Return a pronunciation with its long vowels made short."""
    for pattern, result in _LONG:
        text = pattern.sub(result, text)
    return text
