"""The words of a comparison: what kinds of things there are and what their properties are called."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

#: Kind -> Indonesian, English.
KIND_WORDS: Mapping[str, tuple[str, str]] = {
    "startEvent": ("kejadian mulai", "start event"),
    "endEvent": ("kejadian selesai", "end event"),
    "userTask": ("tugas pejabat", "task of an official"),
    "serviceTask": ("pekerjaan sistem", "system task"),
    "businessRuleTask": ("keputusan", "decision task"),
    "scriptTask": ("perhitungan", "calculation"),
    "sendTask": ("pengiriman pesan", "send task"),
    "receiveTask": ("penantian pesan", "receive task"),
    "task": ("kegiatan", "activity"),
    "manualTask": ("kegiatan manual", "manual task"),
    "callActivity": ("panggilan proses", "call of a process"),
    "subProcess": ("subproses", "subprocess"),
    "transaction": ("transaksi", "transaction"),
    "adHocSubProcess": ("pekerjaan bebas (ad-hoc)", "ad-hoc subprocess"),
    "exclusiveGateway": ("percabangan pilih satu", "either-or gateway"),
    "parallelGateway": ("percabangan berdampingan", "parallel gateway"),
    "inclusiveGateway": ("percabangan satu atau beberapa", "inclusive gateway"),
    "complexGateway": ("percabangan rumit", "complex gateway"),
    "eventBasedGateway": ("percabangan kejadian pertama", "event gateway"),
    "intermediateCatchEvent": ("penantian kejadian", "catching event"),
    "intermediateThrowEvent": ("pemicu kejadian", "throwing event"),
    "boundaryEvent": ("kejadian pada tugas", "boundary event"),
    "sequenceFlow": ("alur", "flow"),
    "lane": ("lajur", "lane"),
    "decision": ("tabel keputusan", "decision"),
    "column": ("kolom", "column"),
    "field": ("isian", "field"),
    "register": ("buku", "register"),
}

#: Property -> Indonesian, English.
FIELD_WORDS: Mapping[str, tuple[str, str]] = {
    "name": ("nama", "name"),
    "kind": ("jenis", "kind"),
    "event": ("jenis kejadian", "event"),
    "documentation": ("keterangan", "documentation"),
    "lane": ("lajur", "lane"),
    "default_flow": ("alur bawaan", "default flow"),
    "form": ("formulir", "form"),
    "candidate_groups": ("penerima tugas", "receiver"),
    "candidateGroups": ("penerima tugas", "receiver"),
    "assignee": ("pelaksana", "assignee"),
    "due": ("tenggat", "due date"),
    "priority": ("prioritas", "priority"),
    "job_type": ("pekerjaan", "job"),
    "retries": ("jumlah ulangan", "retries"),
    "inputs": ("masukan", "inputs"),
    "outputs": ("keluaran", "outputs"),
    "script": ("rumus", "script"),
    "decision": ("tabel keputusan", "decision"),
    "result_variable": ("nama hasil", "result"),
    "message": ("pesan", "message"),
    "correlation_key": ("kunci pesan", "correlation key"),
    "timer": ("waktu", "timer"),
    "text": ("isi", "text"),
    "error_code": ("kode galat", "error code"),
    "signal": ("sinyal", "signal"),
    "escalation_code": ("kode eskalasi", "escalation code"),
    "condition": ("syarat", "condition"),
    "attached_to": ("menempel pada", "attached to"),
    "interrupting": ("menghentikan tugasnya", "interrupting"),
    "calls": ("proses yang dipanggil", "called process"),
    "source": ("asal", "source"),
    "target": ("tujuan", "target"),
    "caseNumber": ("awalan nomor", "case number prefix"),
    "caseTitle": ("judul berkas", "case title"),
    "startGroups": ("yang boleh memulai", "who may start"),
    "separateFrom": ("harus orang lain dari", "separate from"),
    "register": ("buku", "register"),
    "template": ("naskah surat", "letter template"),
    "version_tag": ("tanda versi", "version tag"),
    "label": ("label", "label"),
    "hint": ("petunjuk", "hint"),
    "bounds": ("batas isian", "bounds"),
    "required": ("wajib", "required"),
    "low": ("nilai terkecil", "minimum"),
    "high": ("nilai terbesar", "maximum"),
    "shortest": ("panjang terkecil", "shortest"),
    "longest": ("panjang terbesar", "longest"),
    "pattern": ("pola", "pattern"),
    "readonly": ("hanya dibaca", "read only"),
    "hide": ("disembunyikan bila", "hidden where"),
    "default": ("nilai awal", "default"),
    "choices": ("pilihan", "choices"),
    "components": ("kolom", "columns"),
    "title": ("judul", "title"),
    "title_id": ("judul", "title"),
    "title_en": ("judul Inggris", "English title"),
    "hit_policy": ("cara memilih baris", "hit policy"),
    "aggregation": ("penjumlahan", "aggregation"),
    "expression": ("rumus", "expression"),
    "type": ("jenis", "type"),
    "values": ("nilai yang boleh", "allowed values"),
    "states": ("keadaan", "states"),
    "invariants": ("aturan", "invariants"),
    "transitions": ("perubahan keadaan", "transitions"),
    "connectors": ("sambungan sistem", "connectors"),
    "roles": ("peran", "roles"),
    "message_starts": ("pesan yang memulai", "starting messages"),
    "signal_starts": ("sinyal yang memulai", "starting signals"),
    "timer_starts": ("waktu yang memulai", "starting timers"),
    "condition_starts": ("syarat yang memulai", "starting conditions"),
    "joint_starts": ("pesan yang bersama-sama memulai", "messages that start together"),
    "instantiates": ("memulai berkas", "begins a case"),
    "parallel": ("menunggu semuanya", "waits for all"),
    "joint": ("bagian dari", "part of"),
    "data": ("objek data", "data objects"),
    "loop": ("pengulangan", "loop"),
}

#: Longest value shown.
LONGEST = 160


def shown(value: Any, language: str) -> str:  # noqa: ANN401 - any field of the model
    """A value in «quotation marks»; "" for nothing."""
    text = _plain(value, language)
    return f"«{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}»" if text else ""


def _plain(value: Any, language: str) -> str:  # noqa: ANN401 - as above
    if value is None:
        return ""
    if isinstance(value, bool):
        return {"id": ("tidak", "ya"), "en": ("no", "yes")}.get(language, ("no", "yes"))[value]
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one, language) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(one, language)}" for key, one in value.items())
    if is_dataclass(value):
        parts = (_plain(getattr(value, one.name), language) for one in fields(value))
        return " ".join(part for part in parts if part)
    return str(value)
