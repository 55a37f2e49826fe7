# SPDX-License-Identifier: MIT
"""Who a person is: normalises and reads names, mobiles and photo IDs, and masks Aadhaar.

Pure. It never decides whether a value is acceptable (``vaxdesk.validation`` does), never cuts anything
silently, and lets nothing of an Aadhaar number out but its last four digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from stdnum import damm
from stdnum.in_ import aadhaar

from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, IdType, MobileOf, NoIdWhy, SubCategory

JOINERS: Final = "\u200c\u200d"  # ZWNJ and ZWJ shape Devanagari and other scripts: they belong to a name
_NAME_SIGNS: Final = frozenset(" .'-" + JOINERS)
_CURLY_SIGNS: Final = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})
# Letters, marks and symbols by category that nevertheless show nothing.
_BLANK_LOOKING: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_GAP: Final = r"[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_GAPS: Final = re.compile(_GAP)
_TWELVE_DIGITS: Final = re.compile(rf"(?:\d{_GAP}{{0,3}}){{11}}\d")
_DIGIT_RUN: Final = re.compile(rf"\d+(?:{_GAP}{{1,3}}\d+)*")
_MASKED_FOUR: Final = re.compile(r"(?:[X*•x]{8})?(\d{4})")
_RECEIPT: Final = re.compile(r"(\d{1,9})\s?-?\s?(\d)", re.ASCII)
_MOBILE: Final = re.compile(r"(?:\+?91|0)?([6-9]\d{9})", re.ASCII)


def normalise_digits(text: str) -> str:
    """Return ``text`` with the decimal digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def normalise_text(text: str) -> str:
    """Return ``text`` in NFC with ASCII digits and single blanks; ZWJ and ZWNJ are kept. Idempotent."""
    if not text.isascii():
        text = normalise_digits(unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def normalise_name(text: str) -> str:
    """Return a name as it is kept: ``normalise_text`` with plain apostrophes and hyphens."""
    return normalise_text(text).translate(_CURLY_SIGNS)


def name_key(name: str) -> str:
    """Return what two spellings of one name share: no case, no dots, no joiners."""
    key = normalise_name(name).casefold().replace(".", " ")
    for joiner in JOINERS:
        key = key.replace(joiner, "")
    return normalise_text(key)


def hidden_characters(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that a reader cannot see, as code points such as ``U+202E``.

    Bidi controls, zero-width and tag characters, variation selectors, control characters, surrogates. ZWJ and
    ZWNJ are not counted, nor are the blanks, tabs and line ends that ``normalise_text`` turns into a blank.
    """
    if text.isprintable() and text.isascii():
        return ()
    return tuple(sorted({f"U+{ord(c):04X}" for c in text if _is_hidden(c)}))


def _is_hidden(char: str) -> bool:
    if char in JOINERS or char in "\t\n\r":
        return False
    if char in _BLANK_LOOKING or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return True
    return unicodedata.category(char) in _HIDDEN_CATEGORIES


def characters_not_of_a_name(name: str) -> str:
    """Return, sorted, what in ``name`` is no letter, mark, joiner, blank, ``.``, ``'`` or ``-``."""
    return "".join(sorted({c for c in name if c not in _NAME_SIGNS and unicodedata.category(c)[0] not in ("L", "M")}))


def normalise_mobile(text: str) -> str:
    """Return the ten digits of an Indian mobile in any usual spelling, else ``text`` without blanks.

    +91, 91 or one leading 0 are taken off only when exactly ten digits starting with 6 to 9 remain.
    """
    compact = _GAPS.sub("", normalise_digits(text))
    match = _MOBILE.fullmatch(compact)
    return match[1] if match else compact


def last_four(text: str) -> str:
    """Return the last four digits of an Aadhaar given whole, masked or as those four; else ""."""
    compact = _GAPS.sub("", normalise_digits(text))
    if len(compact) == 12 and compact.isdecimal():
        return compact[-4:]
    match = _MASKED_FOUR.fullmatch(compact)
    return match[1] if match else ""


def hide_aadhaar(text: str) -> str:
    """Return ``text`` with every Aadhaar number in it as ``XXXX XXXX 1234``; otherwise unchanged.

    Twelve digits that pass Aadhaar's own check count, in any script, also with blanks or hyphens between.
    """
    if not _TWELVE_DIGITS.search(text):
        return text
    return _DIGIT_RUN.sub(lambda run: _hide_in_run(run[0]), text)


def _hide_in_run(run: str) -> str:
    """Mask whole groups of a run of digit groups that together make an Aadhaar number.

    Where two readings overlap ("2021 2341 2341 2346"), neither is sure, so all that either covers is masked.
    """
    groups = list(re.finditer(r"\d+", run))
    covered: list[tuple[int, int]] = []
    for first, group in enumerate(groups):
        digits = ""
        for last in range(first, len(groups)):
            digits += normalise_digits(groups[last][0])
            if len(digits) >= 12:
                break
        if aadhaar.is_valid(digits):
            start, end = group.start(), groups[last].end()
            if covered and start < covered[-1][1]:
                start = covered.pop()[0]
            covered.append((start, end))
    for start, end in reversed(covered):
        four = re.sub(r"\D", "", normalise_digits(run[start:end]))[-4:]
        run = f"{run[:start]}XXXX XXXX {four}{run[end:]}"
    return run


def normalise_id_number(id_type: IdType, text: str) -> str:
    """Return an ID number as it is kept: capitals, single blanks; of an Aadhaar the last four or ""."""
    if id_type is IdType.AADHAAR:
        return last_four(text)
    return normalise_text(text).upper()


def mask_mobile(mobile: str) -> str:
    """Return a mobile with only its last four digits left."""
    return "X" * max(len(mobile) - 4, 0) + mobile[-4:]


def person_key(b: Beneficiary) -> str:
    """Return what makes two rows the same person: name, mobile, year, ID type, last four of the ID."""
    id_type = b.id_type or ""
    return "|".join((name_key(b.name), b.mobile, str(b.birth_year), id_type, _compact_id(b.id_number)[-4:]))


def id_key(id_type: IdType | None, id_number: str) -> str:
    """Return what two spellings of one photo ID share, "" without one; four digits of an Aadhaar prove nothing."""
    if id_type is None or not id_number:
        return ""
    return f"{id_type}|{_compact_id(normalise_id_number(id_type, id_number))}"


def _compact_id(number: str) -> str:
    return re.sub(r"[ /\-]", "", number)


# What people, paper registers and the portal write for the choices. A number key is the place in the list.
_GENDER_WORDS: Final[Mapping[Gender, str]] = {
    Gender.FEMALE: "female f woman महिला स्त्री म औरत",
    Gender.MALE: "male m man पुरुष पु आदमी",
    Gender.OTHER: "other others o transgender third_gender अन्य",
}
_ID_TYPE_WORDS: Final[Mapping[IdType, str]] = {
    IdType.AADHAAR: "aadhaar aadhar adhar aadhaar_card aadhar_card adhaar_card uid uidai आधार आधार_कार्ड",
    IdType.DRIVING_LICENCE: "driving_licence driving_license dl licence license ड्राइविंग_लाइसेंस लाइसेंस",
    IdType.PAN: "pan pan_card pan_no पैन पैन_कार्ड",
    IdType.PASSPORT: "passport indian_passport पासपोर्ट",
    IdType.PENSION_PASSBOOK: "pension_passbook pension_document pension ppo पेंशन_पासबुक पेंशन पेंशन_दस्तावेज़",
    IdType.NPR_SMART_CARD: "npr_smart_card npr smart_card_under_npr एनपीआर_स्मार्ट_कार्ड एनपीआर",
    IdType.VOTER_ID: "voter_id voter_id_card voter_card voter epic मतदाता_पहचान_पत्र वोटर_कार्ड वोटर_आईडी",
    IdType.RATION_CARD: "ration_card ration_card_with_photo ration राशन_कार्ड राशन",
}
_CATEGORY_WORDS: Final[Mapping[Category, str]] = {
    Category.HEALTH_WORKER: "hcw health_worker health_workers health_care_worker healthcare_worker स्वास्थ्य_कर्मी",
    Category.FRONTLINE_WORKER: "flw frontline_worker front_line_worker frontline_workers अग्रिम_पंक्ति_कर्मी फ्रंटलाइन_कर्मी",
    Category.AGED_60: "aged_60 60+ 60_and_above 60_years_and_above above_60 senior_citizen वरिष्ठ_नागरिक",
    Category.AGED_45_ILL: "aged_45_ill 45-59_with_illness 45-59_with_comorbidity 45-59_comorbid",
    Category.AGED_45: "aged_45 45-59 45+ 45_and_above 45_to_59",
    Category.AGED_18: "aged_18 18-44 18+ 18_and_above 18_to_44 citizen",
}
_SUB_CATEGORY_WORDS: Final[Mapping[SubCategory, str]] = {
    SubCategory.FRONTLINE: "frontline_worker frontline_worker_(anm/asha/aww) anm asha aww आशा एएनएम आंगनवाड़ी",
    SubCategory.NURSE: "nurse_or_supervisor nurse nurses nurses_and_supervisors nurse_and_supervisor नर्स",
    SubCategory.MEDICAL_OFFICER: "medical_officer medical_officers mo doctor चिकित्सा_अधिकारी डॉक्टर",
    SubCategory.PARAMEDICAL: "paramedical_staff paramedical paramedic पैरामेडिकल_कर्मी पैरामेडिकल",
    SubCategory.SUPPORT: "support_staff support सहायक_कर्मी",
    SubCategory.STUDENT: "student students छात्र छात्रा विद्यार्थी",
    SubCategory.SCIENTIST: "scientist_or_research_staff scientists_and_research_staff scientist research_staff वैज्ञानिक",
    SubCategory.CLERICAL: "clerical_and_administrative clerical_and_administrative_staff clerical clerk लिपिक",
    SubCategory.OTHER_HEALTH: "other_health_staff other_staff other others अन्य अन्य_स्वास्थ्य_कर्मी",
}
_MOBILE_OF_WORDS: Final[Mapping[MobileOf, str]] = {
    MobileOf.RELATIVE: "relative relatives family son daughter husband wife रिश्तेदार परिवार पुत्र पुत्री पति पत्नी",
}
_NO_ID_WORDS: Final[Mapping[NoIdWhy, str]] = {
    NoIdWhy.NOT_BROUGHT: "not_brought left_at_home forgotten नहीं_लाए घर_पर",
    NoIdWhy.NEVER_HAD: "never_had none has_none no_id नहीं_है कोई_नहीं",
    NoIdWhy.LOST: "lost stolen खो_गया",
    NoIdWhy.UNREADABLE: "unreadable damaged torn पढ़ा_नहीं_जाता",
    NoIdWhy.OTHER: "other another_reason अन्य",
}
_YES_NO_WORDS: Final = {
    **dict.fromkeys(("yes", "y", "true", "1", "हाँ", "हां", "हा", "ह"), True),
    **dict.fromkeys(("no", "n", "false", "0", "none", "nil", "नहीं", "नही", "न"), False),
}

_Choice = TypeVar("_Choice", bound=StrEnum)


@lru_cache(maxsize=2048)
def word_key(text: str) -> str:
    """Return what spellings of one word share: letters, marks, digits and ``+``; no case, no other signs."""
    folded = unicodedata.normalize("NFKC", normalise_digits(text)).casefold()
    return "".join(c for c in folded if c.isalnum() or c == "+" or unicodedata.category(c)[0] == "M")


def _by_word(words: Mapping[_Choice, str]) -> Mapping[str, _Choice]:
    """Turn a table of words into a look-up that also knows each choice's value and number key."""
    known = {word_key(word): choice for choice, line in words.items() for word in line.split()}
    for number, choice in enumerate(words, start=1):
        known[word_key(choice.value)] = choice
        known[str(number)] = choice
    return known


_GENDERS: Final = _by_word(_GENDER_WORDS)
_ID_TYPES: Final = _by_word(_ID_TYPE_WORDS)
_CATEGORIES: Final = _by_word(_CATEGORY_WORDS)
_SUB_CATEGORIES: Final = _by_word(_SUB_CATEGORY_WORDS)
_MOBILE_OF: Final = _by_word(_MOBILE_OF_WORDS)
_NO_ID: Final = _by_word(_NO_ID_WORDS)
_YES_NO: Final = {word_key(word): answer for word, answer in _YES_NO_WORDS.items()}


def read_gender(text: str) -> Gender | None:
    """Return the gender that ``text`` names in English, Hindi, the portal's words or by number key."""
    return _GENDERS.get(word_key(text))


def read_id_type(text: str) -> IdType | None:
    """Return the kind of photo ID that ``text`` names."""
    return _ID_TYPES.get(word_key(text))


def read_category(text: str) -> Category | None:
    """Return the category that ``text`` names."""
    return _CATEGORIES.get(word_key(text))


def read_sub_category(text: str) -> SubCategory | None:
    """Return the sub-category that ``text`` names."""
    return _SUB_CATEGORIES.get(word_key(text))


def read_mobile_of(text: str) -> MobileOf | None:
    """Return whose mobile ``text`` says that it is, where it is not the person's own."""
    return _MOBILE_OF.get(word_key(text))


def read_no_id_why(text: str) -> NoIdWhy | None:
    """Return why there is no usable photo ID, as ``text`` says."""
    return _NO_ID.get(word_key(text))


def read_yes_no(text: str) -> bool | None:
    """Return the answer that ``text`` gives; None when it is neither yes nor no."""
    return _YES_NO.get(word_key(text))


def receipt_number(n: int) -> str:
    """Return the readable number of the ``n``-th vaccination of a desk, with a Damm check digit: 037-0."""
    return f"{n:03d}-{damm.calc_check_digit(str(n))}"


def read_receipt_number(text: str) -> str:
    """Return the receipt number that ``text`` spells (37-0, 037-0 or 0370), "" when its check digit does not fit."""
    match = _RECEIPT.fullmatch(normalise_text(text))
    number = int(match[1]) if match else 0
    if match is None or not number or not damm.is_valid(f"{number}{match[2]}"):
        return ""
    return f"{number:03d}-{match[2]}"
