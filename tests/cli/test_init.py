"""A real city begins with one command: run again it changes nothing, and it never writes into a stranger's database."""

import re
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.app import build
from engine.cli.main import app
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Invalid
from engine.service import sessions
from engine.service.accounts import hash_of
from engine.service.execute import execute
from engine.service.founding import FinishSetup, FoundOffice, LetWait, NameOffice, SwitchPacks
from engine.service.views.setup import setup
from engine.settings import FILE, Settings
from engine.store.database import Store
from tests.office import Office, office

__all__ = ["office"]


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TATA_DATABASE", "TATA_OFFICE", "TATA_ZONE"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, code: int = 0) -> str:
    done: Result = CliRunner().invoke(app, [*arguments])
    assert done.exit_code == code, (done.output, done.exception)
    return done.output + (done.stderr if code else "")


def contents(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_a_city_is_made_once_with_one_admin_and_no_demo(tmp_path: Path) -> None:
    said = run("init", "kota", "--office", "Pemerintah Kota Baru", "--zone", "Asia/Makassar")
    password = re.search(r"kata sandi\s+(\S+)", said)
    assert password
    before = contents(tmp_path / "kota" / "tatalaksana.sqlite")
    again = run("init", "kota")
    assert "Tidak ada yang diubah" in again
    assert password[1] not in again
    assert contents(tmp_path / "kota" / "tatalaksana.sqlite") == before
    assert (tmp_path / "kota" / FILE).stat().st_mode & 0o077 == 0
    made = build(Settings(_env_file=tmp_path / "kota" / FILE))  # type: ignore[call-arg]
    assert made.settings.zone == "Asia/Makassar"
    opened = sessions.log_in(made.world, "admin", password[1])
    signed = sessions.signed_in(made.world, opened.token)
    assert signed is not None
    assert signed.must_change
    page = setup(made.world, signed.actor)
    assert [step.state for step in page.steps[:3]] == ["open"] * 3
    assert {pack.on for pack in page.packs} == {False}
    with pytest.raises(Invalid):
        execute(FinishSetup(), world=made.world, actor=signed.actor)
    made.close()


def test_a_strangers_database_is_not_written_into(tmp_path: Path) -> None:
    stranger = tmp_path / "lain.sqlite"
    with sqlite3.connect(stranger) as connection:
        connection.execute("create table pelanggan (id integer)")
    before = contents(stranger)
    said = run("init", "kota", "--url", f"sqlite:///{stranger}", code=1)
    assert "pelanggan" in said
    assert contents(stranger) == before
    assert not (tmp_path / "kota" / FILE).exists()


def test_another_office_is_not_founded_anew(office: Office) -> None:
    with pytest.raises(Conflict) as refused:
        execute(
            FoundOffice("Kota", "Admin", "admin", hash_of("kata-sandi-panjang")),
            world=office.world,
            actor=ENGINE,
        )
    assert refused.value.code == "office.founded"


def test_a_step_the_office_cannot_do_without_does_not_wait(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    admin.does(LetWait("parameter"))
    with pytest.raises(Invalid) as refused:
        admin.does(LetWait("paket"))
    assert refused.value.code == "setup.step"
    states = {step.name: step.state for step in setup(office.world, admin.actor).steps}
    assert states["kantor"] == "open"


def test_an_unknown_zone_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    assert "Asia/Jayapura" in run("init", "kota", "--zone", "Europe/Berlin", code=1)
    assert not (tmp_path / "kota").exists()


def test_a_city_is_made_on_either_database_and_starts(database: Store) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    said = run("init", "kota", "--url", url)
    password = re.search(r"kata sandi\s+(\S+)", said)
    assert password
    made = build(Settings(database=url))
    signed = sessions.signed_in(made.world, sessions.log_in(made.world, "admin", password[1]).token)
    assert signed is not None
    execute(SwitchPacks(("penganggaran",)), world=made.world, actor=signed.actor)
    execute(NameOffice("Kota Baru", "Jalan 1", ""), world=made.world, actor=signed.actor)
    states = {step.name: step.state for step in setup(made.world, signed.actor).steps}
    assert (states["kantor"], states["paket"], states["organisasi"]) == ("done", "done", "open")
    assert {one.key for one in setup(made.world, signed.actor).misnamed} >= {"office.secretariat"}
    made.close()
    assert "Tidak ada yang diubah" in run("init", "kota")
