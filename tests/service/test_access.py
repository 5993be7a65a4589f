"""Accounts are opened, handed out, renamed and closed by an admin; a one-time password opens one door only."""

import pytest

from engine.model.errors import Forbidden, Invalid, NotFound
from engine.service import access, sessions
from engine.service.access import ChangePassword, DisableAccount, EnableAccount, OpenAccount, RenameAccount
from engine.service.accounts import hash_of
from engine.service.roster import WriteRows
from engine.store import accounts
from tests.office import PASSWORD, Office


def newcomer(office: Office, username: str = "baru") -> access.Slip:
    """A person from a file, with an account nobody has a password for, and the slip that gives one."""
    admin = office.as_("DKOM.ADMIN")
    admin.does(WriteRows("people", ((1, {"nip": "", "name": "Pegawai Baru", "username": username}),), "add"))
    held = {
        "username": username,
        "position": "DKOM.STAF",
        "capacity": "pjs",
        "warrant": "800/9",
        "from_on": "2026-11-02",
    }
    admin.does(WriteRows("holdings", ((1, held),), "add"))
    waiting = access.without_password(office.world, admin.actor)
    assert len(waiting) == 1
    return access.hand_out(office.world, admin.actor, waiting)[0]


def test_a_one_time_password_must_be_changed_and_works_once_changed(office: Office) -> None:
    with pytest.raises(Forbidden):
        sessions.log_in(office.world, "baru", "")
    slip = newcomer(office)
    assert (slip.name, slip.username, len(slip.password)) == ("Pegawai Baru", "baru", 14)
    opened = sessions.log_in(office.world, "baru", slip.password)
    signed = sessions.signed_in(office.world, opened.token)
    assert signed is not None
    assert signed.must_change
    for old, new, code in ((PASSWORD, "kata-baru-2026", "account.old"), (slip.password, slip.password, "account.same")):
        with pytest.raises(Invalid) as refused:
            access.change_password(office.world, signed, old, new)
        assert refused.value.code == code
    access.change_password(office.world, signed, slip.password, "kata-baru-2026")
    after = sessions.signed_in(office.world, opened.token)
    assert after is not None
    assert not after.must_change
    with pytest.raises(Forbidden):
        sessions.log_in(office.world, "baru", slip.password)
    assert sessions.log_in(office.world, "baru", "kata-baru-2026").token


def test_a_one_time_password_has_its_time(office: Office) -> None:
    slip = newcomer(office)
    office.clock.move(days=15)
    with pytest.raises(Forbidden) as refused:
        sessions.log_in(office.world, "baru", slip.password)
    assert refused.value.code == "login.one_time"


def test_a_reset_or_closed_account_ends_every_session(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    opened = sessions.log_in(office.world, "siti", PASSWORD)
    with office.store.reading() as db:
        account = accounts.account(db, "siti")
    assert account is not None
    access.hand_out(office.world, admin.actor, [account.id])
    assert sessions.signed_in(office.world, opened.token) is None
    admin.does(DisableAccount(account.id, "Pensiun"))
    with pytest.raises(Forbidden):
        sessions.log_in(office.world, "siti", PASSWORD)
    with pytest.raises(Invalid):
        access.hand_out(office.world, admin.actor, [account.id])
    admin.does(EnableAccount(account.id, "Kembali bertugas"))
    admin.does(RenameAccount(account.id, "siti.rahma"))
    with pytest.raises(Invalid) as refused:
        admin.does(RenameAccount(account.id, "budi"))
    assert refused.value.code == "account.username"


def test_nobody_closes_his_own_account_or_changes_anothers_password(office: Office) -> None:
    admin, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    with office.store.reading() as db:
        own, other = accounts.account(db, "adi"), accounts.account(db, "budi")
    assert own is not None
    assert other is not None
    with pytest.raises(Forbidden) as refused:
        admin.does(DisableAccount(own.id, "coba"))
    assert refused.value.code == "account.own"
    with pytest.raises(NotFound):
        staff.does(ChangePassword(other.id, hash_of("kata-sandi-lain")))
    with pytest.raises(Forbidden):
        access.hand_out(office.world, staff.actor, [other.id])
    with pytest.raises(Invalid) as second:
        admin.does(OpenAccount(other.person_id, "budi.dua"))
    assert second.value.code == "account.second"


def test_waiting_says_nothing_about_who_has_an_account(office: Office) -> None:
    said: dict[str, list[str]] = {}
    for name in ("siti", "tidak.ada"):
        for _ in range(7):
            with pytest.raises(Forbidden) as refused:
                sessions.log_in(office.world, name, "salah-salah")
            said.setdefault(name, []).append(refused.value.code)
    assert said["siti"] == said["tidak.ada"] == ["login.refused"] * 5 + ["login.throttled"] * 2
