"""Fictional officials, the same ones every time: names, NIP and e-mail made from the code of a position."""

import hashlib
from collections.abc import Iterable, Mapping

Row = Mapping[str, str]

MEN = (
    *("Ahmad", "Andi", "Anton", "Arif", "Bambang", "Bonar", "Budi", "Dedi", "Edison", "Fajar", "Gunawan", "Hendra"),
    *("Irwan", "Jonni", "Kardi", "Lambok", "Maruli", "Nico", "Oloan", "Parlin", "Rahmat", "Rikardo", "Sahat", "Togu"),
)
WOMEN = (
    *("Ani", "Betty", "Citra", "Dame", "Dewi", "Elly", "Fitri", "Gita", "Hotmaida", "Indah", "Juli", "Kartika"),
    *(
        "Lestari",
        "Maria",
        "Nurhayati",
        "Putri",
        "Rina",
        "Rosmawati",
        "Siti",
        "Tiurma",
        "Ulina",
        "Vera",
        "Wati",
        "Yanti",
    ),
)
SURNAMES = (
    *("Damanik", "Purba", "Saragih", "Sinaga", "Siregar", "Nasution", "Hutabarat", "Lubis", "Manurung", "Panjaitan"),
    *("Pohan", "Rangkuti", "Sembiring", "Simanjuntak", "Sitorus", "Tarigan", "Wijaya", "Kusuma", "Santoso", "Hidayat"),
)
MIDDLE = ("", "", "Adi", "Dwi", "Eka", "Tri", "Surya", "Bayu", "Mei", "Nur")


def official(position: str) -> Row:
    """The person of one position, as a row for PutPeople; nobody real (the e-mail domain cannot exist, RFC 2606)."""
    seed = int.from_bytes(hashlib.sha256(position.encode()).digest())
    woman = seed % 5 < 2
    given = (WOMEN if woman else MEN)[seed // 7 % 24]
    words = (given, MIDDLE[seed // 211 % len(MIDDLE)], SURNAMES[seed // 5003 % len(SURNAMES)])
    username = position.lower()
    return {
        "nip": _nip(seed, woman=woman),
        "name": " ".join(word for word in words if word),
        "email": f"{username}@contoh.invalid",
        "username": username,
        "password": "",
    }


def _nip(seed: int, *, woman: bool) -> str:
    # 18 digits: birth date, month of appointment, sex (1 man, 2 woman), sequence.
    born = 1968 + seed // 13 % 27
    birth = f"{born}{1 + seed // 17 % 12:02}{1 + seed // 19 % 28:02}"
    appointed = f"{min(born + 22 + seed // 23 % 8, 2022)}{1 + seed // 29 % 12:02}"
    return f"{birth}{appointed}{2 if woman else 1}{1 + seed // 31 % 999:03}"


def officials(positions: Iterable[Row]) -> list[Row]:
    """One person per position, NIPs made unique by their sequence."""
    people: dict[str, Row] = {}
    for position in positions:
        person = official(position["code"])
        while person["nip"] in people:
            person = {**person, "nip": f"{person['nip'][:15]}{int(person['nip'][15:]) % 999 + 1:03}"}
        people[person["nip"]] = person
    return list(people.values())
