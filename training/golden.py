"""Comments that a trained model scores once when saved and again each time it is loaded.

A model is stored with its scores for these comments; if the scores differ at load, the weights,
the tokeniser or the text clean-up are not the ones it was trained with. The comments therefore
cover each attribute (so that a swapped or missing output shows), harmless look-alikes such as
crime reporting and identity mentions, and the kinds of text that clean-up code most often handles
differently from one version to the next: capitals, stretched letters, leet spelling, invisible
characters, accents, emoji, other scripts, very short and long input, digits, links and white space.
"""

from typing import Final

GOLDEN_COMMENTS: Final[tuple[str, ...]] = (
    # Polite disagreement.
    "Thank you for a careful report; I see the budget differently, but I learned a good deal.",
    # Neutral and positive identity mentions.
    "My wife is Muslim, I am a lapsed Catholic, and our gay son teaches music at the primary.",
    # News vocabulary without any hostility.
    "Detectives say the killer planted the bomb at dawn; two guards were shot dead at the gate.",
    # Insult.
    "The treasurer is a pompous fool, and you are an even bigger fool for voting him back in.",
    # Threat.
    "Walk past my gate once more and I will break your jaw, then I will start on your brother.",
    # Profanity that is aimed at nobody.
    "Fucking hell, what a shit winter, the pipes have burst again.",
    # Identity attack.
    "Immigrants are lazy, dishonest and filthy, and not one of them belongs in this country.",
    # Severe: hatred, swearing and a wish for harm together.
    "You revolting piece of shit, I hope you die screaming and your whole vile tribe with you.",
    # Spam with a link.
    "Earn 900 a day from your sofa, no skills needed! Sign up at http://sofa-cash.example.com/go",
    # Capitals.
    "WHY DID NOBODY TELL THE RESIDENTS ABOUT THE ROADWORKS?!",
    # Stretched letters.
    "Sooooo booooring, you are such a loooooser!!!!!!",
    # Leet spelling.
    "wh4t a p4th3t1c 1d10t, go b4ck t0 sch00l",
    # Zero-width characters inside words.
    "Only an id\u200biot or a mo\u200dron would pay for that bri\u2060dge.",
    # Accents, once as single characters and once as letters with combining marks.
    "Le café près du théâtre a une façade naïve; le cafe\u0301 est nai\u0308f.",
    # Emoji, with a skin tone, a joined family and a flag.
    (
        "\U0001f602\U0001f602 \U0001f44d\U0001f3fd well played "
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ee\U0001f1ea"
    ),
    # Cyrillic (a good article, thank you to the author).
    (
        "\u0425\u043e\u0440\u043e\u0448\u0430\u044f \u0441\u0442\u0430\u0442\u044c\u044f, "
        "\u0441\u043f\u0430\u0441\u0438\u0431\u043e \u0430\u0432\u0442\u043e\u0440\u0443."
    ),
    # Chinese (this report is very fair).
    "\u8fd9\u7bc7\u62a5\u9053\u5f88\u516c\u6b63\u3002",
    # Arabic, written from right to left (thanks for this article).
    (
        "\u0634\u0643\u0631\u0627 \u0639\u0644\u0649 \u0647\u0630\u0627 "
        "\u0627\u0644\u0645\u0642\u0627\u0644"
    ),
    # A single character.
    "k",
    # A paragraph of 600 characters.
    (
        "I moved to this valley when the mill still ran two shifts, and I have heard the same "
        "quarrel about the footbridge ever since. One side says that it is ugly, the other that it "
        "is useful, and both are right. What neither side mentions is the river, which has risen "
        "over the lower steps in each of the past four winters and will do so again. So before we "
        "argue over paint and lamps, could we please ask an engineer whether the piers will stand? "
        "If they will, mend it. If they will not, then build the new one higher, leave out the "
        "speeches, and let the children walk dry to their school and home by tea."
    ),
    # Digits and prices.
    "In 2019 it was £1,250.00, now it is €2,399.99 (+63.5 %), and 3/4 of 18,000 homes pay.",
    # A link in an ordinary comment.
    "The minutes are at https://council.example.org/minutes?year=2024&page=7#item-12 for anyone.",
    # A new line, a blank line and tabs.
    "First the bad news:\n\tthe pool is shut.\n\nThen the good:\tthe library is open.\r\n",
    # Cyrillic and full-width look-alikes for Latin letters.
    "You are a st\u0443pid, st\u0443pid m\u0430n and a \uff4c\uff49\uff41\uff52.",
)
