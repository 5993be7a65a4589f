"""Public holidays and cuti bersama: 2026 as in SKB 1497/2025, 2/2025, 5/2025; 2027 expected, not yet decreed."""

from datetime import date

HOLIDAYS_2026 = frozenset(
    {
        date(2026, 1, 1),
        date(2026, 1, 16),
        date(2026, 2, 16),
        date(2026, 2, 17),
        date(2026, 3, 18),
        date(2026, 3, 19),
        date(2026, 3, 20),
        date(2026, 3, 21),
        date(2026, 3, 22),
        date(2026, 3, 23),
        date(2026, 3, 24),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 15),
        date(2026, 5, 27),
        date(2026, 5, 28),
        date(2026, 5, 31),
        date(2026, 6, 1),
        date(2026, 6, 16),
        date(2026, 8, 17),
        date(2026, 8, 25),
        date(2026, 12, 24),
        date(2026, 12, 25),
    }
)
HOLIDAYS_2027 = frozenset(
    {
        date(2027, 1, 1),
        date(2027, 1, 5),
        date(2027, 2, 5),
        date(2027, 2, 6),
        date(2027, 3, 8),
        date(2027, 3, 9),
        date(2027, 3, 10),
        date(2027, 3, 11),
        date(2027, 3, 12),
        date(2027, 3, 15),
        date(2027, 3, 25),
        date(2027, 3, 26),
        date(2027, 3, 28),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 5, 18),
        date(2027, 5, 19),
        date(2027, 5, 20),
        date(2027, 6, 1),
        date(2027, 6, 6),
        date(2027, 8, 15),
        date(2027, 8, 17),
        date(2027, 12, 24),
        date(2027, 12, 25),
        date(2027, 12, 26),
    }
)
