from center.guide.models import Framework, Profile, Room, Staffing
from center.registers import actions
from center.sheets import plain_name
from tests.center.guide import make
from tests.center.registers.sample import Sample


def _made(model, **told):
    def make_entry(cast, n):
        return actions.add(
            model,
            form_key=f"{model.__name__} {n}",
            center=cast.house,
            by=cast.staff["supervisor"],
            at=make.AT,
            **{
                name: value.format(n=n) if isinstance(value, str) else value
                for name, value in told.items()
            },
        )

    return make_entry


SAMPLES = {
    "guide.profile": Sample(
        make=_made(Profile, layout="六室一阵地{n}", audience="居民"),
        word="六室一阵地0",
        typed=lambda cast, n: {
            "opened_on": "2019-12-01",
            "area": "660",
            "layout": f"六室一阵地{n}",
            "mottos": "",
            "audience": "居民",
            "about": "",
            "way": "",
            "phones": "",
        },
        corrected={"mottos": "马上就办"},
        cells=lambda cast, n: {
            "挂牌日期": "2019-12-01",
            "建筑面积(平方米)": "660",
            "场所格局": f"六室一阵地{n}",
            "服务理念": "",
            "服务对象": "居民",
            "简介": "",
            "怎么来": "",
            "电话": "",
        },
        wrong={"建筑面积(平方米)": "0"},
    ),
    "guide.room": Sample(
        make=_made(Room, name="谈心室{n}"),
        word="谈心室0",
        typed=lambda cast, n: {
            "site": "主楼",
            "floor": 1,
            "number": "",
            "name": f"谈心室{n}",
            "role": "",
            "direction": "",
            "venue": "",
            "x": 0,
            "y": 0,
            "width": 4,
            "height": 3,
        },
        corrected={"direction": "进门往左"},
        cells=lambda cast, n: {
            "哪一处": "主楼",
            "楼层": "1",
            "房间号": "",
            "名称": f"谈心室{n}",
            "算哪一室、哪一站": "",
            "怎么走": "",
            "可约的场地(网址里的名字)": "",
            plain_name("平面图：左起第几格"): "0",
            plain_name("平面图：上起第几格"): "0",
            "宽几格": "4",
            "高几格": "3",
        },
        wrong={"宽几格": "0"},
    ),
    "guide.staffing": Sample(
        make=_made(Staffing, category="编制{n}"),
        word="编制0",
        typed=lambda cast, n: {
            "category": f"编制{n}",
            "authorized": 8,
            "actual": 6,
            "part_time": 1,
            "leaders": 1,
            "source": "",
            "note": "",
        },
        corrected={"source": "机构编制批复"},
        cells=lambda cast, n: {
            "类别": f"编制{n}",
            "编制数": "8",
            "实有": "6",
            "其中兼职": "1",
            "领导职数": "1",
            "来源": "",
            "说明": "",
        },
        wrong={"其中兼职": "7"},
    ),
    "guide.framework": Sample(
        make=_made(Framework, title="体系{n}", elements="志愿服务：常年招募"),
        word="体系0",
        typed=lambda cast, n: {"title": f"体系{n}", "intro": "", "elements": "甲：乙"},
        corrected={"intro": "一句话"},
        cells=lambda cast, n: {"名称": f"体系{n}", "一句话": "", "各部分": "甲：乙"},
        wrong={"各部分": ""},
    ),
}
