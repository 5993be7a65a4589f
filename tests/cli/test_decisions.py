"""`tata dmn evaluate` decides as an office would, from a file alone."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from tests.dmn.table import decision, file, table, text

LAPTOP = '{"nilai": 185000000}'


@pytest.fixture
def metode(tmp_path: Path) -> Path:
    rules = [['<= parameter("proc.direct.max")', '"pengadaan langsung"'], ["-", '"tender"']]
    path = tmp_path / "metode.dmn"
    path.write_bytes(
        file(
            decision("metode", table(rules, policy="FIRST")), decision("beban", text("literalExpression", "nilai / 3"))
        )
    )
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["dmn", "evaluate", *arguments])
    return result.exit_code, result.output


def test_a_table_answers_with_the_rule_behind_it(metode: Path) -> None:
    code, said = run(str(metode), "metode", "--data", LAPTOP, "--parameters", '{"proc.direct.max": 200000000}')
    assert code == 0
    assert json.loads(said) == {"value": "pengadaan langsung", "rules": ["metode/r1"], "warnings": []}


def test_variables_may_be_feel_and_numbers_stay_exact(metode: Path) -> None:
    code, said = run(str(metode), "beban", "--data", '={nilai: 1, tanggal: date("2026-01-01")}')
    assert code == 0
    assert json.loads(said)["value"] == "0.3333333333333333333333333333333333"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tidak ada",), "Expected decision tidak ada"),
        (("metode", "--data", "[1]"), "Expected --data to be a JSON object"),
        (("metode", "--data", "{"), "Expected --data to be a JSON object"),
        (("metode", "--data", "=1 +"), "--data: Expected"),
        (("metode", "--at", "kemarin"), "Expected --at to be a moment"),
    ],
)
def test_what_cannot_be_asked_is_said(metode: Path, arguments: tuple[str, ...], sentence: str) -> None:
    code, said = run(str(metode), *arguments)
    assert code == 1
    assert sentence in said
