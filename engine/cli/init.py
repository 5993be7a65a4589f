"""`tata init`: a real office, ready for its first admin; a second run changes nothing."""

import shlex
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from engine.app import App, build, opened, ready
from engine.cli import places
from engine.cli.console import say, stop
from engine.jobs.scenario_data import OfficeData
from engine.model.actor import ENGINE
from engine.service.access import hand_out
from engine.service.accounts import hash_of
from engine.service.execute import execute
from engine.service.founding import SETUP, FoundOffice
from engine.service.office import PutHolidays, PutParameters
from engine.service.passwords import one_time
from engine.settings import FILE, Settings
from engine.store import accounts, calendar, packs, parameters, people
from engine.store import settings as stored
from engine.store.inspection import Found, hidden, look

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def init(
    folder: Annotated[Path, typer.Argument(help="Where the office keeps tata.env and, with SQLite, its database")],
    url: Annotated[str, typer.Option(help="SQLAlchemy URL of an empty database; default: SQLite in FOLDER")] = "",
    office: Annotated[str, typer.Option(help="Name of the office")] = "Pemerintah Daerah",
    zone: Annotated[str, typer.Option(help="Time zone: " + ", ".join(ZONES))] = ZONES[0],
    admin: Annotated[str, typer.Option(help="Name of the first admin")] = "Admin Tatalaksana",
    username: Annotated[str, typer.Option(help="Log-in name of the first admin")] = "admin",
) -> None:
    """Make a real office: database, packs, legal numbers, national calendar, first admin with a one-time password."""
    if zone not in ZONES:
        stop(f"Expected the zone to be one of {', '.join(ZONES)}, but it is {zone}")
    settings = _settings(folder, url, office, zone)
    address = hidden(settings.database)
    store = opened(settings.database)
    found = look(store, SETUP)
    store.close()
    if found.is_founded:
        _tell(settings, folder)
        return
    _refuse_foreign(found, address)
    _write(folder, settings)
    app = build(settings)
    try:
        _furnish(app)
        password = one_time(app.world.secret(12))
        execute(FoundOffice(office, admin, username, hash_of(password)), world=app.world, actor=ENGINE)
        _greet(app, folder, username, password)
    finally:
        app.close()


def password(username: Annotated[str, typer.Argument(help="The account that gets a new one-time password")]) -> None:
    """Print a new one-time password for an account once, for whoever locked himself out."""
    app = build(Settings())
    ready(app.store)
    with app.store.reading() as connection:
        account = accounts.account(connection, username)
    if account is None:
        stop(f"Expected an account, but nobody is called {username}")
    slip = hand_out(app.world, ENGINE, [account.id])[0]
    say(slip.password)
    app.close()


def _settings(folder: Path, url: str, office: str, zone: str) -> Settings:
    """The settings of an earlier run, or those of a new office."""
    path = (folder / FILE).resolve()
    if path.exists():
        # The file goes before the environment here: a second run looks at the office that was made.
        kept = {name.removeprefix("TATA_").lower(): value for name, value in dotenv_values(path).items()}
        return Settings(**kept)  # type: ignore[arg-type]
    if folder.exists() and not folder.is_dir():
        stop(f"Expected a folder, but {folder} is a file")
    database = url or f"sqlite:///{folder.resolve() / 'tatalaksana.sqlite'}"
    return Settings(database=database, office=office, zone=zone)


def _refuse_foreign(found: Found, address: str) -> None:
    if found.has_units:
        stop(f"Expected an empty database, but {address} holds an office that was not made by tata init")
    if found.tables and not found.is_ours:
        some = ", ".join(found.tables[:5])
        stop(f"Expected an empty database, but {address} holds tables of something else: {some}")


def _write(folder: Path, settings: Settings) -> None:
    """Write tata.env for its owner only: the address of a database may hold a password."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    if path.exists():
        return
    lines = {"TATA_DATABASE": settings.database, "TATA_OFFICE": settings.office, "TATA_ZONE": settings.zone}
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in lines.items()), encoding="utf-8")


def _furnish(app: App) -> None:
    """Migrate, and load what is the same for every office; begun again where an earlier run broke off."""
    ready(app.store)
    data = OfficeData(places.packs(), places.library())
    execute(PutParameters(data.office("parameters")), world=app.world, actor=ENGINE)
    execute(PutHolidays(data.office("holidays")), world=app.world, actor=ENGINE)
    data.deploy(app.world)


def _counts(app: App) -> str:
    with app.store.reading() as connection:
        values = parameters.every(connection)
        examples = sum(row.status == "contoh" for row in values)
        days, released = len(calendar.holidays(connection)), len(packs.currents(connection))
    return f"{released} paket proses, {len(values)} angka hukum ({examples} masih contoh), {days} hari libur"


def _greet(app: App, folder: Path, username: str, password: str) -> None:
    say(f"Kantor dibuat di {folder}: {_counts(app)}.")
    say("")
    say(f"  nama pengguna       {username}")
    say(f"  kata sandi          {password}   (sekali pakai, hanya ditampilkan sekarang)")
    say("")
    say("Langkah berikutnya / next step:")
    say(f"  cd {shlex.quote(str(folder))} && tata up")
    say(f"  lalu buka / then open http://{app.settings.host}:{app.settings.port}/kantor/persiapan")


def _tell(settings: Settings, folder: Path) -> None:
    app = build(settings)
    try:
        with app.store.reading() as connection:
            name = stored.setting(connection, "office", settings.office)
            finished = stored.setting(connection, SETUP)["finished"]
            staff = len(people.units(connection)), len(people.positions(connection))
        say(f"Kantor ini sudah ada: {name}, {staff[0]} unit, {staff[1]} jabatan. Tidak ada yang diubah.")
        say(f"  {_counts(app)}; persiapan {'selesai' if finished else 'belum selesai'}")
        say(f"  cd {shlex.quote(str(folder))} && tata up")
    finally:
        app.close()
