"""Whether a number can be one that a health service or a state gives to a person: its check digits say so."""

from collections.abc import Sequence

_HIGHEST_DAY = 31
_NOBODYS_AREAS = frozenset(("000", "666"))  # and those from 900 on: the Social Security Administration never gave them


def is_nhs_number(digits: str) -> bool:
    """Ten digits, modulo 11 (NHS Data Dictionary); ten times the same digit is nobody's."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    return _weighed(digits, range(10, 0, -1)) % 11 == 0 and digits.isdecimal()


def is_ontario_health_card(digits: str) -> bool:
    """Ten digits, the first of them no zero, modulo 10 after Luhn (Ontario Health Insurance Plan)."""
    if len(digits) != 10 or digits[0] == "0" or len(set(digits)) == 1:
        return False
    doubled = (2 * int(one) for one in digits[-2::-2])
    return (sum(one - 9 if one > 9 else one for one in doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def is_belgian_national_number(digits: str) -> bool:
    """Year, month and day of birth, a serial number, and 97 less the rest of all that by 97 (Rijksregister).

    From 2000 on a 2 is put in front before dividing. A "bis" number has 20 or 40 added to its month, which may be zero.
    """
    if len(digits) != 11 or not _is_birth(int(digits[2:4]), int(digits[4:6])):
        return False
    check = int(digits[9:])
    return any(97 - int(century + digits[:9]) % 97 == check for century in ("", "2"))


def is_dutch_bsn(digits: str) -> bool:
    """Nine digits, eleven-proof: the last one counts as minus one (Rijksdienst voor Identiteitsgegevens)."""
    if len(digits) != 9 or len(set(digits)) == 1:
        return False
    return _weighed(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def is_us_ssn(digits: str) -> bool:
    """Nine digits in the ranges that are given out; there is no check digit (Social Security Administration)."""
    if len(digits) != 9 or digits[:3] in _NOBODYS_AREAS or digits[0] == "9":
        return False
    return digits[3:5] != "00" and digits[5:] != "0000"


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


def _is_birth(month: int, day: int) -> bool:
    return month % 20 <= 12 and month < 60 and day <= _HIGHEST_DAY
