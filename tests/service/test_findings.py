"""Whatever a check finds, it says so in both languages and tells the way out."""

import json

import pytest

from engine.bpmn.lint.sentences import SENTENCES
from engine.service.assemble import assemble, pack_files
from engine.service.reading import Surroundings
from tests.office import PACK

FILES = pack_files(PACK)
FORM = "forms/permintaan.form.json"
INSERT = {"type": "text", "id": "t", "text": 'Paling lama {{=parameter("alat.hilang")}} hari'}


def with_insert() -> bytes:
    form = json.loads(FILES[FORM])
    return json.dumps({**form, "components": [*form["components"], INSERT]}).encode()


BROKEN = {
    "pack.manifest": {"pack.toml": b"key = 1"},
    "pack.register": {"registers.toml": FILES["registers.toml"].replace(b'"rupiah"', b'"uang"')},
    "pack.secrecy": {
        "permintaan_alat.bpmn": FILES["permintaan_alat.bpmn"].replace(
            b'<zeebe:property name="caseNumber"',
            b'<zeebe:property name="classification" value="rahsia" /><zeebe:property name="caseNumber"',
        )
    },
    "pack.doubled": {"z.bpmn": FILES["permintaan_alat.bpmn"]},
    "letter.template": {"letters/persetujuan.html.j2": b"{% if %}"},
    "bpmn.not_xml": {"x.bpmn": b"not xml"},
    "dmn.not_xml": {"x.dmn": b"not xml"},
    "form.not_json": {"forms/x.form.json": b"{"},
    "form.no_fields": {"forms/x.form.json": b'{"type": "default", "components": []}'},
    "ref.form": {"permintaan_alat.bpmn": FILES["permintaan_alat.bpmn"].replace(b"pemeriksaan", b"tidak_ada")},
    "feel.parameter": {FORM: with_insert()},
}


@pytest.mark.parametrize("code", BROKEN)
def test_every_finding_has_two_languages_and_a_hint(code: str) -> None:
    around = Surroundings(parameters={"alat.periksa"}, registers={})
    found = assemble({**FILES, **BROKEN[code]}, around).findings
    assert code in {finding.code for finding in found}
    for finding in found:
        assert all((finding.message_id, finding.message_en, finding.hint_id, finding.hint_en)), finding


def test_every_sentence_of_the_lint_is_complete() -> None:
    assert [code for code, parts in SENTENCES.items() if len(parts) != 4 or not all(parts)] == []


def test_a_register_names_only_legal_parameters_that_exist() -> None:
    toml = FILES["registers.toml"].replace(b"<= ceiling", b"<= ceiling * parameter('x.y')".replace(b"'", b'\\"'))
    found = assemble(
        {**FILES, "registers.toml": toml}, Surroundings(parameters={"alat.periksa"}, registers={})
    ).findings
    assert [(one.code, one.element) for one in found] == [("feel.parameter", "alat.budget/balance")]
