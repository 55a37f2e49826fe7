# SPDX-License-Identifier: MIT
"""A made-up village register: households with a shared mobile, sisters, brothers and twins. Nobody in it exists.

Names are drawn from a short list of usual ones, so that namesakes are as common as in a real village, and each has
the other spellings under which it is written. Seeded: the same seed gives the same village.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from vaxdesk.domain.beneficiary import Beneficiary, Gender, IdType

# First the usual spelling, then others, then Devanagari. The commonest names stand first.
WOMEN = """
sunita suneeta soonita sunitha सुनीता|geeta gita geetha गीता|santosh santos संतोष
kamla kamala kamlaa कमला|anita aneeta anitha अनीता|krishna krishana krisna कृष्णा
sushila susheela shushila सुशीला|rekha rekhaa reka रेखा|kavita kaveeta kavitha कविता
pooja puja poojaa पूजा|seema sima seemaa सीमा|savita saveeta savitha सविता
meena mina meenaa मीना|shanti shaanti santi शांति|saroj saroz सरोज|asha aasha aasa आशा
usha oosha ushaa उषा|bimla vimla bimala बिमला|laxmi lakshmi lakshmee लक्ष्मी
poonam punam poonum पूनम|neelam nilam neelum नीलम|babita babeeta बबीता
rajni rajani rajnee रजनी|manju manjoo manjoo मंजू|suman sumun सुमन
pushpa puspa pushpaa पुष्पा|sita seeta sitaa सीता|parveen parvin praveen परवीन
reena rina rinaa रीना|rani ranee रानी|mamta mamata mumta ममता|urmila urmilla oormila उर्मिला
sarita sareeta saritha सरिता|lata latha लता|kiran kiraan किरण|jyoti joti jyothi ज्योति
nirmala nirmla neermala निर्मला|phoolwati phulwati phoolvati फूलवती|maya maaya माया
chameli chamelee चमेली|shakuntala shakuntla sakuntala शकुंतला|bala baala बाला
rajbala rajbaala राजबाला|kanta kaanta कांता|sheela shila sheelaa शीला|vidya vidhya विद्या
roshni roshani roshnee रोशनी|priyanka priyanca प्रियंका|preeti priti preethi प्रीति
nisha neesha nishaa निशा|pinki pinky pinkee पिंकी|sapna sapnaa सपना|renu reenu रेणु
veena vina बीना|shabnam sabnam शबनम|rukhsana ruksana रुखसाना|salma salama सलमा
chandro chandroo चन्द्रो|dhanpati dhanpatti धनपति
"""
MEN = """
suresh suresk sooresh सुरेश|ramesh rameshh rames रमेश|rajesh raajesh rajes राजेश
rakesh raakesh rakes राकेश|mahesh mahes महेश|mukesh mukes मुकेश|anil aneel अनिल
sunil suneel सुनील|vinod binod vinodh विनोद|pramod parmod pramodh प्रमोद|ram raam राम
ramkumar raamkumar रामकुमार|rajender rajendra rajinder राजेन्द्र
surender surendra surinder सुरेन्द्र|mahender mahendra mahinder महेन्द्र
narender narendra narinder नरेन्द्र|virender virendra birender वीरेन्द्र
dharmender dharmendra dharminder धर्मेन्द्र|jitender jitendra jitinder जितेन्द्र
satish sateesh satis सतीश|naresh nares नरेश|dinesh dines दिनेश|ganesh ganes गणेश
mohan mohun मोहन|sohan sohun सोहन|rohan rohun रोहन|krishan krishna kishan कृष्ण
ashok asok ashoka अशोक|vijay bijay vijai विजय|ajay ajai अजय|sanjay sanjai sanjey संजय
manoj manoz मनोज|pawan pavan पवन|deepak dipak deepack दीपक|sandeep sandip संदीप
pradeep pardeep pradip प्रदीप|kuldeep kuldip कुलदीप|balwan balvan बलवान|ramphal ramfal रामफल
dharampal dharmpal धर्मपाल|satpal satpaal सतपाल|jagdish jagdeesh jagdis जगदीश|om oum ओम
omprakash omparkash omprakas ओमप्रकाश|prem prem प्रेम|hari haree हरि|bhim bheem भीम
arjun arjoon अर्जुन|amit amith अमित|sumit sumith सुमित|rohit rohith रोहित|mohit mohith मोहित
vikas bikas vikash विकास|vikram bikram विक्रम|salim saleem सलीम|aslam aslum असलम
yusuf yousuf यूसुफ|imran imraan इमरान|gurmeet gurmit गुरमीत|sukhdev sukdev सुखदेव
bhagwan bhagvan भगवान
"""
WOMENS_SECOND = (("devi", "देवी", 52), ("rani", "रानी", 9), ("kumari", "कुमारी", 8), ("bai", "बाई", 4))
MENS_SECOND = (("kumar", "कुमार", 30), ("singh", "सिंह", 20), ("lal", "लाल", 7), ("chand", "चंद", 4))
FAMILIES = (
    ("sharma", "शर्मा"), ("saini", "सैनी"), ("yadav", "यादव"), ("verma", "वर्मा"), ("gupta", "गुप्ता"),
    ("malik", "मलिक"), ("dhiman", "धीमान"), ("kashyap", "कश्यप"), ("pal", "पाल"), ("khan", "खान"),
)  # fmt: skip
ROWS = {letter: row for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for letter in row}


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write one name, and which way it is."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Villager:
    """One person, and the words their name is made of: (given name's spellings, second word in both scripts)."""

    person: Beneficiary
    given: tuple[str, ...]
    second: tuple[str, str]


def register(people: int, seed: int) -> list[Villager]:
    """Return ``people`` different people in households of one to six, in the order of the houses."""
    draw = random.Random(seed)
    village: list[Villager] = []
    while len(village) < people:
        village.extend(_household(draw, len(village)))
    return village[:people]


def misspelt(one: Villager, draw: random.Random) -> Iterator[Spelling]:
    """Yield the same name as another desk, another day or another clerk may write it."""
    given, (second, second_hindi) = one.given, one.second
    for spelling in given[1:-1]:
        yield Spelling("other spelling", _name(spelling, second))
    yield Spelling("other script", f"{given[-1]} {second_hindi}")
    yield Spelling("one word", _name(given[0], ""))
    yield Spelling("other order", f"{second} {given[0]}".title())
    yield Spelling("title", "Smt. " + _name(given[0], second))
    yield Spelling("capitals", _name(given[0], second).upper())
    place = draw.randrange(1, len(given[0]))
    for kind, typed in _slips(given[0], place, draw):
        yield Spelling(kind, _name(typed, second))


def _slips(word: str, at: int, draw: random.Random) -> Iterator[tuple[str, str]]:
    row = ROWS[word[at]]
    beside = row[max(row.index(word[at]) - 1, 0)] if draw.random() < 0.5 else row[(row.index(word[at]) + 1) % len(row)]
    yield "key twice", word[:at] + word[at] + word[at:]
    yield "key missed", word[:at] + word[at + 1 :]
    yield "keys swapped", word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    yield "key beside", word[:at] + beside + word[at + 1 :]


def _household(draw: random.Random, first: int) -> Iterator[Villager]:
    """Yield a house: up to four share its mobile, one child in eight has a twin, half the second names are shared."""
    family = draw.choice(FAMILIES) if draw.random() < 0.5 else None
    mobile, under = _mobile(draw), 0
    years = [draw.randint(1935, 1980)]
    years += [years[0] + draw.randint(-2, 6)] if draw.random() < 0.8 else []
    children = [years[0] + draw.randint(20, 34) for _n in range(draw.choice((0, 0, 1, 2, 2, 3, 4)))]
    children = [year for year in children if year <= 2003]
    years += children + [year for year in children if draw.random() < 1 / 8]
    taken: set[str] = set()
    for n, year in enumerate(years):
        own = under >= 4 or draw.random() < 0.45
        under += not own
        villager = _villager(draw, first + n, year, _mobile(draw) if own else mobile, family)
        while villager.given[0] in taken:  # no family calls two children the same
            villager = _villager(draw, first + n, year, villager.person.mobile, family)
        taken.add(villager.given[0])
        yield villager


def _villager(draw: random.Random, n: int, year: int, mobile: str, family: tuple[str, str] | None) -> Villager:
    woman = draw.random() < 0.5
    names = [tuple(line.split()) for line in (WOMEN if woman else MEN).replace("\n", "|").split("|") if line]
    given = draw.choices(names, [1 / (place + 4) for place in range(len(names))])[0]
    second = family or _second(draw, WOMENS_SECOND if woman else MENS_SECOND)
    id_type, number = _photo_id(draw, n)
    gender = Gender.FEMALE if woman else Gender.MALE
    person = Beneficiary(_name(given[0], second[0]), gender, year, mobile, id_type, number)
    return Villager(person, given, second)


def _second(draw: random.Random, words: tuple[tuple[str, str, int], ...]) -> tuple[str, str]:
    known = sum(weight for _latin, _hindi, weight in words)
    choices: list[tuple[str, str]] = [(latin, hindi) for latin, hindi, _weight in words]
    choices += [("", ""), draw.choice(FAMILIES)]
    rest = max(100 - known, 2)
    return draw.choices(choices, [weight for _l, _h, weight in words] + [rest * 0.2, rest * 0.8])[0]


def _name(given: str, second: str) -> str:
    return f"{given} {second}".strip().title()


def _mobile(draw: random.Random) -> str:
    return f"99{draw.randrange(10**8):08}"


def _photo_id(draw: random.Random, n: int) -> tuple[IdType, str]:
    if draw.random() < 0.8:
        return IdType.AADHAAR, f"{draw.randrange(10_000):04}"
    return IdType.VOTER_ID, f"VXD{n:07}"
