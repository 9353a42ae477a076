"""What in a text points at a person: numbers, addresses, names. Pure.

Used to check a reply before it is sent and to propose what is blanked before a case
is published. A proposal is a proposal: a person decides.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import models

BLANK = "■■"


class Found(models.TextChoices):
    """What was found."""

    PHONE = "phone", "电话号码"
    ID_NUMBER = "id_number", "身份证号"
    LONG_NUMBER = "long_number", "长号码（卡号、编号）"
    ADDRESS = "address", "住址"
    NAME = "name", "姓名"
    EMAIL = "email", "邮箱"
    PLATE = "plate", "车牌"
    WECHAT = "wechat", "微信号、QQ 号"
    PASSPORT = "passport", "护照、通行证号"


class Spot(NamedTuple):
    """One stretch ``[start, end)`` of a text that points at a person."""

    start: int
    end: int
    kind: Found
    text: str


# A text is looked through in half width, sign for sign: places stay the same.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF |= {ord("　"): ord(" ")} | dict.fromkeys(map(ord, "‐‑‒–—−"), ord("-"))
_D = "[0-9]"
_SEP = r"[ \-.·]?"
# Digits read aloud, and numbers of houses: 三号楼二单元五零一室.
_SPOKEN = "[零〇一二三四五六七八九幺]"
_H = "[0-9零一二三四五六七八九十百〇两]"
# A card, each digit apart as people copy them.
_CARD_APART = rf"(?<!{_D})(?:6[ \-]?2|[459])(?:[ \-.]?{_D}){{14,17}}(?!{_D})"
_PROVINCES = (
    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领警学港澳"
)
_PAPERS = "护照|通行证|台胞证|回乡证|军官证|士兵证|驾驶证|社保卡|医保卡"
_PATTERNS = (
    (
        Found.ID_NUMBER,
        rf"(?<!{_D}){_D}{{6}}{_SEP}{_D}{{4}}{_SEP}{_D}{{4}}{_SEP}{_D}{{3}}[0-9Xx](?!{_D})",
    ),
    (Found.ID_NUMBER, rf"(?<!{_SPOKEN}){_SPOKEN}{{17}}[XxＸ零〇一二三四五六七八九幺]"),
    (
        Found.PHONE,
        rf"(?<!{_D})(?:\+?86{_SEP})?1{_SEP}[3-9]{_D}{_SEP}{_D}{{4}}{_SEP}{_D}{{4}}(?!{_D})",
    ),
    (Found.PHONE, rf"(?<!{_SPOKEN})[一幺][三四五六七八九]{_SPOKEN}{{9}}(?!{_SPOKEN})"),
    (
        Found.PHONE,
        rf"(?<!{_D})\(?0{_D}{{2,3}}\)?[ -]?{_D}{{3,4}}[ -]?{_D}{{4}}(?!{_D})",
    ),
    (Found.LONG_NUMBER, rf"(?<!{_D}){_D}{{12,30}}(?!{_D})"),
    (
        Found.LONG_NUMBER,
        rf"(?<!{_D}){_D}{{4}}(?:[ \-]{_D}{{4}}){{3}}(?:[ \-]?{_D}{{1,3}})?(?!{_D})",
    ),
    (Found.LONG_NUMBER, _CARD_APART),
    (
        Found.WECHAT,
        r"(?:微信号?|[Ww]e[Cc]hat|(?<![A-Za-z])[VvWw][Xx信]|(?<![A-Za-z])[Qq]{1,2}号?|加[Vv]"
        r"|扣扣|抖音号?)[ :号是为]{0,3}[A-Za-z0-9][-_A-Za-z0-9]{4,19}",
    ),
    (
        Found.PASSPORT,
        r"(?<![A-Za-z0-9])(?:[EGPSDHMWCegpsdhmwc]\d{8}|[Ee][A-Za-z]\d{7})(?![A-Za-z0-9])",
    ),
    (
        Found.PASSPORT,
        rf"(?:{_PAPERS})(?:号码?)?[ :是为]{{0,3}}(?:[\u4e00-\u9fff]字第)?"
        rf"{_D}{{6,10}}",
    ),
    (
        Found.EMAIL,
        r"[A-Za-z0-9._%+-]{1,64}(?:@| ?[(\[]at[)\]] ?)"
        r"[A-Za-z0-9.-]{1,64}\.[A-Za-z]{2,10}",
    ),
    (
        Found.PLATE,
        rf"[{_PROVINCES}][A-Za-z][·・ ]?"
        r"(?:[A-Za-z0-9]{5,6}|[A-Za-z0-9]{4}[警学港澳领使挂])(?![A-Za-z0-9])",
    ),
    (Found.PLATE, rf"WJ ?[{_PROVINCES}]{_D}{{4,5}}[A-Za-z0-9]?(?![A-Za-z0-9])"),
    (
        Found.ADDRESS,
        r"[\u4e00-\u9fff]{1,6}(?:小区|花园|家园|公寓|新村|大厦|苑|里|路|街|巷|弄)"
        rf"(?:[东西南北中]?[A-Za-z]?{_D}{{1,5}}[号弄栋幢座]?)?"
        rf"(?:[A-Za-z]?{_D}{{1,4}}(?:号楼|栋|幢|座|号|单元|室|层|楼)[ ,]?){{1,4}}",
    ),
    (
        Found.ADDRESS,
        rf"{_D}{{1,4}} ?(?:号楼|栋|幢|座)"
        rf"(?:[ ,]?{_H}{{1,3}} ?单元)?(?:[ ,]?{_D}{{1,5}}[室号]?)?",
    ),
    (
        Found.ADDRESS,
        rf"{_H}{{1,4}} ?(?:号楼|栋|幢|座)[ ,]?{_H}{{1,3}} ?单元"
        rf"(?:[ ,]?{_H}{{1,5}}[室号]?)?",
    ),
    (Found.ADDRESS, rf"{_H}{{1,3}} ?单元[ ,]?{_H}{{2,5}}[室号]?"),
    (Found.ADDRESS, rf"{_H}{{1,4}}(?:号楼|栋|幢)[ ,]?{_H}{{2,5}}[室号]?"),
    (Found.ADDRESS, rf"{_D}{{1,4}}#楼?(?:{_D}{{1,3}}单元)?{_D}{{3,5}}室?"),
    (
        Found.ADDRESS,
        rf"(?<!{_D})(?![48]00){_D}{{1,3}}[-#]{_D}{{1,3}}-{_D}{{3,4}}(?!{_D})",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢唐许冯宋韩邓彭曹曾田萧潘袁蔡蒋余于杜叶"
    "程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛"
    "郝龚邵万钱严武戚莫孔向汤柳季仇翟骆霍虞柯裘缪郁洪包左祝闵席麻娄卞齐康伍庞纪舒屈项董阮蓝童颜"
    "梅盛刁樊凌殷毕倪苗鲍喻巫焦尤丘欧宁覃冼麦詹岳柴涂滕甘冉祁佘匡耿晏蔺窦辛闫艾符"
)
_COMPOUND = (
    "欧阳|司马|诸葛|上官|司徒|东方|令狐|皇甫|尉迟|公孙|慕容|夏侯|端木|南宫|宇文|澹台"
)
_SURNAME = rf"(?:{_COMPOUND}|[{_SURNAMES}])"
_TITLES = (
    "先生|女士|小姐|太太|同志|师傅|老师|阿姨|大爷|大妈|奶奶|爷爷|书记|主任|"
    "医生|大夫|护士|律师|教授|警官|老板|经理|局长|科长|处长|院长|校长|队长|所长"
)
_FAMILIAR = "大姐|大哥|大叔|大娘|大伯|叔叔|伯伯|姐|哥|叔|婶|姨|爷|总|工"
_NAMED = re.compile(rf"{_SURNAME}[\u4e00-\u9fff]{{0,2}}(?={_TITLES})")
# 老张 and 张总 are words of others too: only before what may follow a person.
_FOLLOWS = (
    r"(?=[，,。；;、：:！!？?）)\s说讲家的在来是和跟去打就也住反电答已要有不同能会没给请帮"
    r"问提建向把被让将叫称处觉]|$)"
)
_SPOKEN_OF = re.compile(
    rf"(?<![\u4e00-\u9fff])[老小阿][{_SURNAMES}]{_FOLLOWS}|"
    rf"(?<=[找叫让问跟和给打请由向是])[老小阿][{_SURNAMES}]{_FOLLOWS}|"
    rf"{_SURNAME}(?:{_FAMILIAR}){_FOLLOWS}"
)
_CALLED = re.compile(
    r"(?:[我他她]叫|叫做|我是|姓名[:：是]?\s?|本人|联系人[:：]?\s?|联系|请找|名叫)"
    rf"(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}})(?=[，,。；;、\s（(]|$)"
)


def spots(text: str, names: Collection[str] = ()) -> list[Spot]:
    """Return what points at a person, in order and without overlap.

    ``names`` are the names and numbers already known from the case.
    """
    plain = text.translate(_HALF)
    found = [
        Spot(*match.span(), kind, text[slice(*match.span())])
        for kind, pattern in _COMPILED
        for match in pattern.finditer(plain)
    ]
    found += _known(text, names)
    found += [
        Spot(match.start(), match.end(), Found.NAME, match.group())
        for pattern in (_NAMED, _SPOKEN_OF)
        for match in pattern.finditer(text)
    ]
    found += [
        Spot(*match.span("name"), Found.NAME, match.group("name"))
        for match in _CALLED.finditer(text)
    ]
    return _without_overlap(found)


def _known(text: str, names: Collection[str]) -> list[Spot]:
    return [
        Spot(match.start(), match.end(), Found.NAME, name)
        for name in names
        if len(name) > 1
        for match in re.finditer(_loosely(name), text, re.IGNORECASE)
    ]


# What people put between the signs of a name or the digits of a number.
_GAP = r"[\s·・．.•‧∙_\-－—]{0,2}"


def _loosely(word: str) -> str:
    """Return a pattern of a word with blanks and dots in it, also in full width."""
    plain = unicodedata.normalize("NFKC", word)
    signs = [sign for sign in plain if not re.fullmatch(_GAP, sign)]
    return _GAP.join(_in_any_width(sign) for sign in signs or plain)


def _in_any_width(sign: str) -> str:
    if not "!" <= sign <= "~":
        return re.escape(sign)
    return f"[{re.escape(sign)}{chr(ord(sign) + 0xFEE0)}]"


def _without_overlap(found: Iterable[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in sorted(found, key=lambda spot: (spot.start, -spot.end)):
        if kept and spot.start < kept[-1].end:
            if spot.end > kept[-1].end:
                last = kept.pop()
                text = last.text + spot.text[last.end - spot.start :]
                kept.append(Spot(last.start, spot.end, last.kind, text))
        else:
            kept.append(spot)
    return kept


def blanked(text: str, gone: Iterable[Spot]) -> str:
    """Return the text with the spots blanked; the length of a name is hidden too."""
    for spot in sorted(gone, reverse=True):
        text = text[: spot.start] + BLANK + text[spot.end :]
    return text


def proposed(text: str, names: Collection[str] = ()) -> str:
    return blanked(text, spots(text, names))


_TAIL = re.compile(
    rf"(?:尾号|[后末]四位|[后末]4位)(?:是|为|[:：])?\s*(?P<tail>{_D}{{4}})(?!{_D})"
)


def veiled(text: str, known: Collection[str]) -> str:
    """Return a text for staff who see the matter only: nothing in it says who asked.

    Blanks more than what is published is checked for: also the end of a phone number,
    which opens the case, and a known name by its parts.
    """
    found = spots(text, [*known, *_given_names(known)])
    found += [
        Spot(*match.span("tail"), Found.PHONE, match.group("tail"))
        for match in _TAIL.finditer(text.translate(_HALF))
    ]
    found += [
        Spot(match.start(), match.end(), Found.NAME, match.group())
        for name in known
        if _is_han(name)
        for match in re.finditer(
            rf"[老小]{name[0]}|{name[0]}[\u4e00-\u9fff]?(?:{_TITLES}|{_FAMILIAR})", text
        )
    ]
    return blanked(text, _without_overlap(found))


def _given_names(known: Collection[str]) -> list[str]:
    return [name[-2:] for name in known if _is_han(name) and 2 < len(name) < 5]


def _is_han(text: str) -> bool:
    return re.fullmatch(r"[\u3400-\u9fff]{2,4}", text) is not None


def without_person(
    text: str, known: Collection[str], own_numbers: Collection[str] = ()
) -> str:
    """Return the text without the known words of a person and without any number.

    ``own_numbers`` are the center's; those may stay.
    """
    found = [*_known(text, known), *of_strangers(text, own_numbers)]
    return blanked(text, _without_overlap(found))


def numbers(text: str) -> list[Spot]:
    wanted = (Found.PHONE, Found.ID_NUMBER)
    return [spot for spot in spots(text) if spot.kind in wanted]


# Whose they are, only their owner can say; an office stands in the second part too.
_HOUSEHOLD = re.compile(
    rf"单元|{_H} ?(?:号楼|栋|幢).*{_H}{{2}}|^{_D}+[-#]{_D}+|^{_D}+#楼{_D}"
)
_CARD = re.compile(r"(?:62|[459])[0-9]{14,17}")
_PUBLIC_MAIL = re.compile(r"\.gov\.cn$", re.IGNORECASE)
_STRANGERS = (
    Found.PHONE,
    Found.ID_NUMBER,
    Found.EMAIL,
    Found.PLATE,
    Found.WECHAT,
    Found.PASSPORT,
)


def of_strangers(
    text: str, own_numbers: Collection[str] = (), own_words: str = ""
) -> list[Spot]:
    """Return what in a text may belong to somebody else than who gets to read it.

    ``own_numbers`` are theirs and the center's. What stands in ``own_words``, theirs
    too, may be said back to them, but for whole numbers of people.
    """
    own = {plain_number(number) for number in own_numbers if number}
    return [
        spot
        for spot in spots(text)
        if _is_somebodys(spot)
        and plain_number(spot.text) not in own - {""}
        and not (_may_be_said_back(spot) and spot.text in own_words)
    ]


def _is_somebodys(spot: Spot) -> bool:
    if spot.kind == Found.LONG_NUMBER:
        return _CARD.fullmatch(plain_number(spot.text)) is not None
    if spot.kind == Found.ADDRESS:
        return _HOUSEHOLD.search(spot.text.translate(_HALF)) is not None
    is_public = spot.kind == Found.EMAIL and _PUBLIC_MAIL.search(
        spot.text.translate(_HALF)
    )
    return spot.kind in _STRANGERS and not is_public


def _may_be_said_back(spot: Spot) -> bool:
    return spot.kind not in (Found.PHONE, Found.ID_NUMBER, Found.LONG_NUMBER)


def plain_number(text: str) -> str:
    """Return the bare digits of a number however it is written, without +86."""
    table = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")
    bare = re.sub(r"[^0-9X]", "", text.translate(table))
    return bare[2:] if len(bare) == 13 and bare.startswith("861") else bare


# -- Accusations (信访工作条例 article 30): never stored here

ACCUSATION_WORDS = ("检举", "控告", "举报", "揭发")
_MISDEEDS = (
    "受贿|行贿|索贿|贪污|贪腐|腐败|挪用|侵吞|吃回扣|收红包|收钱|收受|包养|违纪|违法乱纪|"
    "以权谋私|滥用职权|徇私|渎职|买官|卖官|职务犯罪|收好处|好处费|敲诈|公款|回扣"
)
_ACCUSES = re.compile(
    rf"(?:检举控告|检举信|举报信|实名举报|控告)|(?:{'|'.join(ACCUSATION_WORDS)}|反映)"
    rf".{{0,60}}?(?:{_MISDEEDS})",
    re.DOTALL,
)
ACCUSATION_ANSWER = (
    "检举控告党员、干部违纪违法，请直接向纪检监察机关提出，电话 12388，"
    "网上可到 12388 举报网站，也可以来信来访。您写的内容这里没有保存。"
)


def sounds_like_accusation(text: str) -> bool:
    return _ACCUSES.search(text) is not None
