"""What runs by itself does so on a filled center, under its own settings."""

import json
import subprocess
import sys

import pytest

from tests.ops.conftest import CODE, fill, manage


@pytest.fixture(scope="module")
def filled(machine):
    fill(machine)
    return machine | {"DATABASE_URL": url(machine)}


def url(machine):
    run = [sys.executable, "-m", "devdb", "url"]
    return subprocess.check_output(run, cwd=CODE, env=machine, text=True).strip()


JOBS = {
    "remind": [
        "件介绍信到期没有回执",
        "条介绍信快到期的提醒",
        "条催回执",
        "条预备期快满的提醒",
        "份放了一天没有导入的名单",
        "个统一活动日",
        "条报送、补报",
        "条到期、超期的提醒",
        "条移交和谈话的提醒",
        "条今明两天预约的提醒",
        "条短信",
    ],
    "send_messages": ["发出 ", "条短信"],
    "plan_unified_days": ["新建 ", "个统一活动日"],
    "rotate_id_keys": ["改用新钥匙的身份证号："],
    "purge": ["过期的登录：删了", "没有登记的文件：删了", "诉求人信息"],
}


@pytest.mark.parametrize("command", JOBS)
def test_a_job_ends_well_and_says_what_it_did(filled, command):
    code, said = manage(filled, command)
    assert code == 0, said
    assert [words for words in JOBS[command] if words not in said] == []


def test_a_backup_says_what_it_holds(filled, tmp_path):
    code, said = manage(filled, "backup", "--to", str(tmp_path))
    assert code == 0, said
    (made,) = tmp_path.glob("lianxinqiao-*")
    assert said.endswith(f"{made}\n")
    assert "张表" in said


def test_everything_that_the_apps_contribute_is_asked_and_answers(filled):
    done = subprocess.run(
        [sys.executable, "-m", "tests.ops.walk"],
        cwd=CODE,
        env=filled | {"DJANGO_SETTINGS_MODULE": "center.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1])["missing"] == []
