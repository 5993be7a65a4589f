"""A secret case is read by its own people; to who keeps the office running it is a mask, to everybody else nothing."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from engine.model.errors import Forbidden, NotFound, Refused
from engine.service.cases import WithdrawCase
from engine.service.lookups import standing_lookups
from engine.service.repair import CorrectAndRetry, RetryIncident
from engine.service.tasks import ClaimTask, CompleteTask
from engine.service.views import audit, cases, monitor
from engine.service.views.inbox import inbox
from engine.store import database as databases
from integrations.partner.faults import Fault, Kind
from tests.api.test_api import caller
from tests.conftest import Clock
from tests.office import Office
from tests.security.secrets import NAME, NIP, STEPS, VALUES, Secrets, addresses, furnish, routes, telling
from tests.web import office as web
from tests.web.office import Browser

Someone = Callable[[str], Browser]
#: outsider, analyst, admin, auditor, the person it is about; the reporter is tried apart.
STRANGERS = ("luki", "ana", "adi", "ida", "terlapor")


@pytest.fixture(scope="module")
def standing(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Secret cases that are only looked at: furnished once."""
    file = tmp_path_factory.mktemp("rahasia") / "tata.db"
    shutil.copy(_sqlite_template, file)
    store = databases.open(f"sqlite:///{file}")
    office = Office(store, Clock(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)))
    office.set_up()
    yield furnish(office)
    office.desk.ledger.close()
    store.close()


@pytest.fixture
def secrets(sqlite_office: Office) -> Secrets:
    """Secret cases to act upon."""
    return furnish(sqlite_office)


@pytest.fixture(scope="module")
def app(standing: Secrets) -> FastAPI:
    return web.application(standing.office.world)


@pytest.fixture
def enter(app: FastAPI, standing: Secrets) -> Someone:
    return lambda username: web.browser(app).let_in(standing.office.world, username)


def _words(path: str) -> tuple[str, ...]:
    """Names of steps are no secret where the diagram itself is shown to who designs it."""
    of_design = ("/desain", "/api/v1/packs", "/packs", "/bantuan")
    is_design = path.startswith(of_design) or (path.endswith("/diagram.bpmn") and path.startswith("/pantau/proses/"))
    return VALUES if is_design else (*VALUES, *STEPS)


def _told(answer: Any, url: str, who: str) -> list[str]:
    """What an answer says beyond what was asked with, and beyond who works in this office."""
    text = answer.text + str(answer.headers.get("location", ""))
    known = _own(who, url)
    return [word for word in telling(text, _words(url)) if word not in known and word not in url]


def _own(who: str, path: str) -> tuple[str, ...]:
    if who == "terlapor":
        return ("Kumbangbiru", NIP)
    office_pages = path.startswith(("/kantor", "/orang", "/jabatan", "/atur", "/pegawai"))
    return ("Kumbangbiru", NIP, "Budi Periksa") if office_pages else ()


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_tells_a_stranger_of_a_secret_case(app: FastAPI, standing: Secrets, enter: Someone, who: str) -> None:
    browser = enter(who)
    seen = 0
    for route in routes(app, "GET"):
        for url in addresses(route, standing):
            answer = browser.client.get(url, follow_redirects=False)
            seen += 1
            assert answer.status_code != 500, url
            assert _told(answer, url, who) == [], (url, answer.status_code)
    assert seen > 60


@pytest.mark.parametrize("who", STRANGERS)
def test_no_answer_of_the_api_tells_a_stranger(app: FastAPI, standing: Secrets, who: str) -> None:
    program = caller(app, standing.office.world, who)
    for url in _of_api(program, standing):
        answer = program.get(url)
        assert answer.status_code != 500, url
        assert _told(answer, url, who) == [], (url, answer.status_code)


def _of_api(program: TestClient, secrets: Secrets) -> Iterator[str]:
    described = program.get("/openapi.json")
    assert described.status_code == 200
    for path, methods in described.json()["paths"].items():
        if "get" in methods:
            yield from _filled(path.removeprefix("/api/v1"), secrets)
    yield from ("/cases?text=kumbang", "/cases?text=RHS", "/cases?text=siti", "/inbox?text=kumbang")


def _filled(path: str, secrets: Secrets) -> Iterator[str]:
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    if not names:
        yield path
        return
    for value in secrets.known.get(names[0], secrets.everything):
        url = path.replace(f"{{{names[0]}}}", value)
        yield from _filled(url, secrets)


@pytest.mark.parametrize("who", STRANGERS)
def test_no_act_of_a_stranger_brings_a_secret_case_to_light(secrets: Secrets, who: str) -> None:
    app = web.application(secrets.office.world)
    browser = web.browser(app).let_in(secrets.office.world, who)
    browser.get("/tugas")
    fields = {"_csrf": browser.hidden("_csrf"), "_kunci": "k", "_versi": "1", "alasan": "ingin tahu", "_kirim": "1"}
    for route in routes(app, "POST"):
        if route.path in {"/keluar", "/masuk"} or "desain" in route.path:
            continue
        for number, url in enumerate(addresses(route, secrets)):
            sent = {**fields, "_kunci": f"k-{abs(hash(route.path))}-{number}"}
            answer = browser.client.post(url, data=sent, follow_redirects=False)
            assert _told(answer, url, who) == [], (url, answer.status_code)


@pytest.mark.parametrize("who", [*STRANGERS, "siti"])
def test_searching_finds_no_secret_case(enter: Someone, who: str) -> None:
    browser = enter(who)
    for words in ("kumbang", "RHS", "RHS-2026-00001", "situmorang", "siti"):
        assert "/berkas/RHS" not in browser.get(f"/cari?q={words}")


def test_who_examines_reads_all_of_it(standing: Secrets, enter: Someone) -> None:
    budi = enter("budi")
    assert NAME in budi.get("/tugas")
    assert "RAHASIA" in budi.page
    page = budi.get(f"/berkas/{standing.known['number'][0]}")
    assert not [word for word in VALUES[:4] if word not in page]


def test_the_reporter_keeps_a_receipt_and_nothing_else(standing: Secrets, enter: Someone) -> None:
    siti = enter("siti")
    number = standing.known["number"][0]
    for url in ("/berkas", f"/berkas/{number}"):
        page = siti.get(url)
        assert number in page
        assert not telling(page, (*VALUES[:5], *STEPS))
    assert "Diterima pada" in siti.page
    siti.get(f"/berkas/{number}/alur", status=404)


def test_who_examines_does_not_learn_who_reported(standing: Secrets, enter: Someone) -> None:
    budi = enter("budi")
    page = budi.get(f"/berkas/{standing.known['number'][0]}")
    assert "Siti Staf" not in page
    seen = standing.office.as_("DKOM.PERIKSA").sees(standing.known["number"][0])
    assert seen.started_by == ""
    assert "Siti Staf" not in {row.who for row in seen.history} | {form.by for form in seen.answers}
    assert "DKOM.STAF" not in " ".join(row.acted_as for row in seen.history)


def test_the_reporter_does_not_withdraw_what_is_examined(secrets: Secrets) -> None:
    with pytest.raises(NotFound):
        secrets.office.as_("DKOM.STAF").does(WithdrawCase(UUID(secrets.known["instance_id"][0]), "menyesal"))


def test_a_notice_from_a_secret_case_says_to_others_only_that_it_came(secrets: Secrets) -> None:
    told = inbox(secrets.office.world, secrets.office.as_("DKOM.LUAR").actor).notices
    assert {(notice.number, "rahasia" in notice.text) for notice in told} == {("", True)}


def test_the_admin_sees_family_age_and_unit_of_what_stopped(secrets: Secrets) -> None:
    found = monitor.monitor(secrets.office.world, secrets.office.as_("DKOM.ADMIN").actor)
    for rows in (found.failed, found.overdue, found.unheld):
        assert {(row.title, row.number, row.process_name, row.unit_name) for row in rows} == {
            ("Rahasia", "", "Aduan tertutup", "Dinas Komunikasi dan Informatika")
        }
    assert found.failed[0].code == "partner.unreachable"
    assert {row.claimed_by for row in found.overdue} == {""}


def test_the_admin_tries_again_without_reading(secrets: Secrets) -> None:
    admin, incident = secrets.office.as_("DKOM.ADMIN"), UUID(secrets.known["incident_id"][0])
    secrets.office.desk.faults.switch("asset", Fault(Kind.NORMAL))
    assert admin.does(RetryIncident(incident)).number == ""
    secrets.office.settle()
    assert not monitor.monitor(secrets.office.world, admin.actor).failed


def test_the_admin_may_not_correct_values_he_may_not_read(secrets: Secrets) -> None:
    admin, incident = secrets.office.as_("DKOM.ADMIN"), UUID(secrets.known["incident_id"][0])
    with pytest.raises(Forbidden) as refused:
        admin.does(CorrectAndRetry(incident, {"terlapor": "Orang lain"}, "coba"))
    assert refused.value.code == "case.secret"
    assert secrets.office.attempts()[0] == "case.secret"
    for instance in secrets.known["instance_id"]:
        with pytest.raises(NotFound):
            admin.does(WithdrawCase(UUID(instance), "dibersihkan"))


@pytest.mark.parametrize("position", ["DKOM.LUAR", "DKOM.ADMIN", "DKOM.AUDITOR", "DKOM.ANALIS", "DKOM.TERLAPOR"])
def test_no_stranger_takes_or_does_a_secret_task(secrets: Secrets, position: str) -> None:
    for task in secrets.known["task_id"]:
        for command in (ClaimTask(UUID(task), 1), CompleteTask(UUID(task), 1, {"temuan": ["x"]})):
            with pytest.raises(Refused) as refused:
                secrets.office.as_(position).does(command)
            assert refused.value.code == "task.unknown"


def test_whom_a_case_is_about_never_sees_it_though_he_answers_its_address(sqlite_office: Office) -> None:
    secrets = furnish(sqlite_office)
    accused = secrets.office.as_("DKOM.TERLAPOR")
    secrets.office.as_("DKOM.STAF").starts(
        "aduan_tertutup", "aduan", terlapor=NAME, nip_terlapor=NIP, kronologi="x", kepada="role:checker@DKOM"
    )
    secrets.office.settle()
    assert "Periksa perkara lindung" in secrets.office.as_("DKOM.PERIKSA").inbox()
    assert accused.inbox() == []
    found = monitor.monitor(secrets.office.world, accused.actor)
    assert (found.failed, found.overdue, found.unheld) == ((), (), ())


def test_rows_of_a_secret_register_are_found_by_its_readers_and_its_cases_only(secrets: Secrets) -> None:
    keys = {
        position: [
            option.key
            for option in standing_lookups(secrets.office.world, secrets.office.as_(position).actor, "").search(
                "aduan.perkara", "kumbangbiru", 10
            )
        ]
        for position in ("DKOM.LUAR", "DKOM.ADMIN", "DKOM.ANALIS", "DKOM.TERLAPOR", "DKOM.PERIKSA", "DKOM.ARSIP")
    }
    assert {position: len(found) for position, found in keys.items()} == {
        "DKOM.LUAR": 0,
        "DKOM.ADMIN": 0,
        "DKOM.ANALIS": 0,
        "DKOM.TERLAPOR": 0,
        "DKOM.PERIKSA": 2,
        "DKOM.ARSIP": 3,
    }
    lookups = standing_lookups(secrets.office.world, secrets.office.as_("DKOM.ADMIN").actor, "")
    assert lookups.find("aduan.perkara", keys["DKOM.ARSIP"][0]) is None


def test_the_auditor_reads_that_an_attempt_was_made_and_verifies_the_chain(secrets: Secrets) -> None:
    world, auditor = secrets.office.world, secrets.office.as_("DKOM.AUDITOR").actor
    with pytest.raises(NotFound):
        audit.facts(world, auditor, secrets.known["number"][0])
    with pytest.raises(Refused):
        secrets.office.as_("DKOM.ADMIN").does(
            CorrectAndRetry(UUID(secrets.known["incident_id"][0]), {"terlapor": "x"}, "coba")
        )
    attempt = audit.refused(world, auditor)[0]
    assert (attempt.code, attempt.details, attempt.person_id, attempt.acted_as) == ("case.secret", {}, None, "")
    assert audit.verify(world) == []


def test_a_secret_case_is_secret_on_both_databases(running_office: Office) -> None:
    secrets = furnish(running_office)
    for position in ("DKOM.LUAR", "DKOM.ADMIN", "DKOM.STAF"):
        with pytest.raises(NotFound):
            secrets.office.as_(position).sees(secrets.known["number"][0])
    assert (
        cases.receipt(running_office.world, running_office.as_("DKOM.STAF").actor, secrets.known["number"][0])
        is not None
    )
