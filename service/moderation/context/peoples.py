"""Names of groups of people: peoples, religions, and those who are attacked for what they are."""

from functools import cache
from typing import Final

from service.moderation.context.tokens import word_set
from service.moderation.lexicon import lexicon

_PEOPLES: Final = word_set(
    "americans russians germans poles romanians turks kurds greeks italians spaniards frenchmen "
    "frenchwomen brits britons englishmen irishmen scots welshmen europeans japanese koreans "
    "vietnamese filipinos pakistanis bangladeshis iranians iraqis syrians afghans israelis "
    "palestinians ukrainians nigerians somalis ethiopians kenyans brazilians colombians "
    "venezuelans latinos latinas hispanics roma sinti travellers buddhists hindus sikhs mormons "
    "protestants evangelicals atheists catholics foreigners asylum natives aborigines bisexuals "
    "transsexuals cripples feminists pensioners teenagers millennials albanians serbs croats "
    "bulgarians hungarians czechs slovaks algerians moroccans tunisians egyptians lebanese "
    "saudis"
)


@cache
def peoples() -> frozenset[str]:
    """All of them, folded: those of the lexicon and the plurals of peoples."""
    return lexicon().groups | _PEOPLES
