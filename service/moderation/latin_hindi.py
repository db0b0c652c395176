"""Hindi in Latin letters, which the library does not know, by its most common words.

Half of a sentence are words such as "hai", "nahi" and "ko", the longer ones spelt in a few ways.
The lists are our own, and closed.
"""

from collections.abc import Set as AbstractSet
from typing import Final

TAG: Final = "hi-Latn"
"""The language and its letters (BCP 47)."""

_BEING: Final = (
    "hai hain hoga hogi honge hota hoti hote hona hone hua huye hoon raha rahe rahi rhe rhi"
)
_DOING: Final = (
    "karo karna karne karta karte karti karke karega karegi karenge krna krne krta krte krke kiya"
    " kiye gaya gayi gaye gya gye jata jate jati jaa jaao jao jaye jayega jaana aaya aayi aaye"
    " aata aate aana diya diye dena dete deta deti liya liye lena leta lete milta milega sakta"
    " sakte sakti chahiye chahte chahta bolta bolte bolne bolo bola kehta kehte dekho dekha dekhna"
    " suno samajh samjho banaya banao lagta lagti lagte rakho rakha"
)
_NOT: Final = "nahi nahin nhi nehi nahee bilkul sirf bhi hamesha kabhi abhi phir"
_WHO: Final = (
    "kya kyu kyun kyo kyon kyunki kyonki kyuki kaun kahan kahi kaise kaisa kaisi kitna kitne"
    " kitni itna itne itni kuch kuchh kisi koi jaise jaisa jiska jisne jisko unka unke unki unko"
    " uska uske uski usko usne iska iske iski isko isne inka inke inki inko mera meri mujhe mujhko"
    " tera tere teri tujhe tumhara tumhari tumhare tumhe humara humare hamara hamare hamari hume"
    " hamein apna apne apni aap aapka aapke aapko mein yeh woh aisa aise aisi yahi wahi yaha yahan"
    " waha wahan"
)
_AND: Final = (
    "aur lekin magar warna agar toh isliye saath sath baad pehle pahle liye wala wale wali walo"
    " waise tarah sabko sabhi sabse khud aaj"
)
_THINGS: Final = (
    "bahut bahot bohot accha acha achha acche bura logon bhai yaar desh baat baatein kaam naam"
    " ghar paisa paise zindagi duniya aadmi matlab zyada jyada thoda kharab pagal sahi galat"
    " sarkar janta yaad"
)
_OTHERS_TOO: Final = (
    "ko ki ka ke se ne pe ho ha hi kar kr ek ye wo vo jo na ab jab tab tak kab sab tum tu hum to"
    " me par tha thi mat fir bas din log logo ji he or mai"
)

_TELLING: Final = frozenset(f"{_BEING} {_DOING} {_NOT} {_WHO} {_AND} {_THINGS}".split())
"""Words that few others write."""

_SHORT: Final = frozenset(_OTHERS_TOO.split())
"""Words that others write too: they count beside telling ones."""

_SHARE: Final = 0.4
_FEWEST: Final = 2


def is_hindi(words: AbstractSet[str]) -> bool:
    """Whether two in five of some different words are common ones, and two or more are telling."""
    telling = len(words & _TELLING)
    return telling >= _FEWEST and telling + len(words & _SHORT) >= _SHARE * len(words)
