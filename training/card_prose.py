"""What a model card says of every version: prose, and what is known of the public sources."""

from collections.abc import Mapping
from typing import Final

DETAILS: Final = """\
- Scores {attributes}: each a probability, from 0 to 1.
- One logistic regression for each attribute over {buckets:,} buckets of hashed n-grams,
  {word_min} to {word_max} words and {character_min} to {character_max} characters within words,
  and a rising curve that calibrates it. The whole comment and its harshest sentence count half
  each, and disguised words are read a second time, undone. It is linear, so that marked words are
  exact. What some 40,000 words mean, by the sentence encoder all-MiniLM-L6-v2 (Apache 2.0), is
  folded into their weights.
- Trained by `btl-train run` of Below the Line on {created}, seed {seed}, commit
  {commit}.
- {libraries}.
- SHA-256 of `model.joblib`: {sha256}.
- The code and our own sentences are under the MIT licence; each source of the training data has a
  licence of its own, below.
- This card follows Mitchell and others 2019, *Model Cards for Model Reporting*. It is generated:
  `btl-train` writes it again."""

INTENDED: Final = """\
To help newsrooms and other sites that take English comments: to say of each comment as it is
posted whether it may be published, should be held for a person, or is clearly against the house's
rules; to sort a queue so that people read the likeliest cases first; and to show which words raised
a score. Those who run it choose the thresholds and answer for what is done with a comment. People
look at what is held, and somebody whose comment was rejected can ask a person.

Out of scope:

- Deciding about people: banning somebody, reporting somebody to the police or an employer, keeping
  a profile. A score is about one comment.
- Other languages than English. Their comments get scores, and these mean nothing.
- Telling whether a comment is true, worth reading, or to do with the article. The model reads the
  comment's text alone, without its article, its parent, its author or its pictures.
- Finding people in danger. A low score for THREAT is no sign that nobody is.
- Watching private messages, or silencing opinions: harsh criticism is not what it looks for.
- Texts that are no comments, such as articles, transcripts or program code."""

FACTORS: Final = """\
What a score may depend on besides what it should depend on:

- **Whom a comment is about.** Identity terms stand in attacks more often than elsewhere in most
  labelled data, so that naming a group may raise a score. Measured by term, on sentences made for
  it.
- **Who writes.** No source says to which groups the writer of a comment belongs. How the model
  treats dialects, such as African-American English, or people who learnt English late, is not
  measured.
- **Where it stands.** Talk pages, news sites, forums and social networks differ in tone, in length
  and in how many comments have an attribute. Measured by set.
- **How it is written.** Disguised letters, polite words, irony, quotations, slurs that are
  condemned or taken back. Measured by kind of disguise and by function.
- **Who labelled it.** People disagree on what is toxic, and each source asked another question."""

METRICS: Final = """\
- **ROC AUC**: how often a comment that has the attribute scores above one that does not. .5 is
  chance, 1 is best. Average precision goes with it where positive comments are rare.
- **Brier score and expected calibration error** (ECE, 15 bins of equal width): how far scores are
  from the shares that they promise. 0 is best.
- **BPSN and BNSP AUC** (Borkan and others 2019), by identity term. BPSN falls where harmless
  sentences with the term score like attacks without it: these people get silenced. BNSP falls
  where attacks with the term score like harmless sentences without it: these people go unprotected.
- **Share still caught in disguise**: of the comments that are caught as they stand.
- **Rate of a function**: the share of its cases that are held, or published, as they should be.
- **Character F1**: how well marked words agree with those that people marked.

Intervals are the middle 95 % over resamples of the rows; they tell how soft a figure is for want of
rows, and nothing of how other comments differ. A comment is *held* from these scores on, and
*rejected* from the second ones on, in the default policy:"""

ETHICS: Final = """\
- **The comments** are by people who wrote in public and were not asked whether a model may learn
  from them. Only weights of hashed n-grams are kept: no comment can be read back out of them.
- **The labels** are judgements of raters or moderators, and carry their views of what is offensive.
  Where two sources disagree on a text, the mean counts.
- **Who may be harmed.** A comment that is wrongly held silences somebody, and the likeliest to be
  hit are those who name their own identity, write in a dialect, take back a slur, or tell what was
  done to them. A missed one leaves somebody unprotected, mostly from contempt in polite words.
  Groups are not treated quite alike: the tables by group and by function say where, once they are
  measured.
- **What is done about it.** N-grams within identity terms may count less, sentences that balance
  the others may be learnt from (Training data says whether they were), and a version whose worst
  term ranks worse than before, beyond noise, is made current only with a written reason. Whoever
  is told of a decision can be shown its reason and the words that raised the score.
- **Misuse.** What holds comments can hold dissent as well. Publish the rules, look at what is held
  by topic, and let people object."""

CAVEATS: Final = """\
- A linear model over n-grams knows words and not meaning: irony, comparisons, polite contempt and
  threats without a violent word pass, and a quotation or a report of abuse may be held.
- Your readers' comments are not those that it was measured on. Start with `hold` alone, have people
  read what is held and a sample of what is not, and choose thresholds by what you see. Then retrain
  with your own decisions (`docs/training.md`).
- The sentences about identity and the functional cases are made from templates of our own. A low
  figure shows a fault; a high one is no proof that there is none.
- Not measured: the writers' groups, dialects, other languages, comments in their threads, and how
  figures fade as language changes. Measure again every few months."""

UNMEASURED: Final = """\
Not measured for this version: other people's sets, groups, disguises and functions.

```sh
btl-train evaluate {version} --config CONFIG --data DATA --sets-data SETS --out FOLDER --card
```

with the configuration and the data that it was trained on measures them and renews this card
(`docs/evaluation.md`)."""

KNOWN: Final[Mapping[str, str]] = {
    "jigsaw2018": "Wikipedia's talk pages; nearly all comments with a label, some of the others",
    "kaggle": "Wikipedia's talk pages, as Kaggle published them",
    "civil_comments_spans": "under news articles, picked to look toxic; about four votes each",
    "civil_comments_lower": "under news articles, half of them toxic; no capitals or punctuation",
    "toxic_spans": "under news articles; all of them count as toxic",
    "toxigen": "statements about groups, made by a machine and rated by people",
    "implicit_hate": "tweets, much of the hate without a rude word",
    "stormfront": "sentences from a white supremacist forum",
    "edos_sexism": "Reddit and Gab: sexist or not",
    "davidson_tweets": "tweets; labels known to be biased against African-American English",
    "youtube_spam": "comments under videos: spam or not",
    "sms_spam": "text messages: spam or not",
    "own_sentences": "our own, from templates, to balance the others; never measured on",
    "holisticbias": "harmless sentences about people of many groups; never measured on",
}
"""What each source of the shipped configurations is, by its name."""
