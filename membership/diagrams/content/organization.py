"""How a party organization is set up, from counting members to its next election.

Source: 《中国共产党支部工作条例（试行）》 (2018). Its articles are to be checked by the
organization department.
"""

from dataclasses import replace

from membership.diagrams.content.shape import chained, in_phase
from membership.diagrams.rules import Heading, Link, Shape, Step

TO_CHECK = "条款号待组织部门核对"


HEADING = Heading(
    title="党组织建设流程",
    intro="一个单位、村社区、园区或楼宇怎样建立党组织：先摸底，再按正式党员人数选择办法，"
    "报批、选举、备案，然后正常运行、按期换届。",
    caution="依据《中国共产党支部工作条例（试行）》（2018），条款号和当地的人数标准"
    "待组织部门核对，办理时以上级党组织的批复为准。",
)
REGULATION = "《支部工作条例》"


def _stage(
    key: str, title: str, actor: str, limit: str, text: str, record: str = ""
) -> Step:
    return Step(
        key=key,
        title=title,
        actor=actor,
        limit=limit,
        text=text,
        record=record,
        source=REGULATION,
        revision=TO_CHECK,
    )


_SURVEY, _JUDGE, *_WAYS = [
    replace(step, phase="摸底判定")
    for step in (
        _stage(
            "survey",
            "摸底排查",
            "基层党委、党建指导员",
            "单位、从业人数、党员数",
            "上门了解单位性质、从业人数、正式和预备党员人数、流动党员情况。",
            "摸底台账",
        ),
        _stage(
            "judge",
            "按正式党员人数判定",
            "基层党委",
            "",
            "数的是正式党员；预备党员不计入人数。",
        ),
        _stage(
            "guide",
            "选派党建指导员，先建群团组织",
            "基层党委",
            "培养发展后重新判定",
            "先建工会、共青团、妇联，做好培养和发展；有了正式党员，再回到判定。",
            "选派文件",
        ),
        _stage(
            "joint",
            "成立联合党支部",
            "相关单位",
            "覆盖单位一般不超过 5 个",
            "按地域相邻、行业相近、规模适当、便于管理的原则联合。",
        ),
        _stage(
            "branch",
            "单独成立党支部",
            "本单位",
            "党员一般不超过 50 人",
            "正式党员 7 人以上设支部委员会，一般 3 至 5 人、最多 7 人；"
            "不足 7 人的设书记 1 名，"
            "必要时设副书记 1 名。",
        ),
        _stage(
            "general",
            "成立党总支或基层党委",
            "本单位",
            "经上级党组织批准",
            "党员 50 人以上可以设党总支，100 人以上可以设基层党委。",
        ),
    )
]

_AFTER = chained(
    [
        *in_phase(
            "申请批复",
            _stage(
                "request",
                "基层单位提出申请",
                "基层单位",
                "书面请示",
                "写明单位性质、人数、正式和预备党员数、成立的依据和理由、支部性质、委员会方案。"
                "上级党委也可以直接作出成立的决定。",
                "请示",
            ),
            _stage(
                "reply",
                "研究决定并批复",
                "乡镇（街道）或单位基层党委",
                "一般不超过一个月",
                "党委会议研究决定，书面批复。",
                "批复",
            ),
        ),
        *in_phase(
            "选举备案",
            _stage(
                "elect",
                "召开党员大会选举",
                "党员大会",
                "无记名投票",
                "选举支部委员会，或者书记、副书记。",
                "选举记录、票数",
            ),
            _stage(
                "result",
                "选举结果报批",
                "党支部",
                "",
                "选举结果报批准成立的基层党委。",
                "报告、批复",
            ),
            _stage(
                "record",
                "报组织部门备案",
                "基层党委",
                "",
                "批复和选举结果由基层党委报上级党委组织部门备案。",
                "备案",
            ),
            _stage(
                "sign",
                "挂牌建台账",
                "党支部",
                "制度上墙，录入系统",
                "挂牌，制度上墙，建立台账，录入全国党员管理信息系统。",
                "台账",
            ),
        ),
        *in_phase(
            "运行换届",
            _stage(
                "run",
                "正常运行",
                "党支部",
                "三会一课、党员活动日",
                "三会一课、党员活动日、组织生活会、民主评议党员、党费收缴。",
                "纪实",
            ),
            _stage(
                "renew",
                "按期换届",
                "党支部、上级党委",
                "村社区 5 年，其他一般 3 年",
                "到期前六个月提醒。延期或提前一般不超过一年，要报上级批准。",
                "换届请示、批复",
            ),
            _stage(
                "close",
                "调整或撤销",
                "上级党组织",
                "报批",
                "不再符合设立条件的及时调整或撤销。临时党支部任务结束后自然撤销。",
                "批复",
            ),
        ),
    ]
)

STEPS = [
    replace(_SURVEY, next=(Link("judge"),)),
    replace(
        _JUDGE,
        shape=Shape.CHOICE,
        next=(
            Link("guide", "没有正式党员"),
            Link("joint", "1 至 2 名"),
            Link("branch", "3 名以上"),
            Link("general", "党员 50 名以上"),
        ),
    ),
    replace(_WAYS[0], next=(Link("judge", "有了正式党员"),)),
    *(replace(step, next=(Link("request"),)) for step in _WAYS[1:]),
    *_AFTER,
]
