/* Whether enough of a text's words are common English ones. See english.py. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 200 /* bytes between blanks: of those it is hard to find two with one hash */
#define FEW 1024    /* slots that need no memory of their own */
#define FIRST 1     /* what a hash begins with, lest a leading NUL be nothing */

enum { NO = 0, YES = 1, UNSURE = 2 };

typedef struct {
    const uint64_t *slots; /* (mask + 1,): hashes, open addressing, 0 is empty, never full */
    uint64_t base;         /* odd, and nobody's to guess */
    int64_t mask;
    double enough, own;    /* the shares of common words, and of such as no other language has */
} Common;

/* The hash of a word, never 0 and even; in the table it is odd where no other language has the word.
   Once more by the base, since words of which the last letter differs differ in a few bits else. */
static inline uint64_t ended(const Common *common, uint64_t hash)
{
    return (hash * common->base | 2) & ~(uint64_t)1;
}

/* What the table has for a hash, or 0. */
static inline uint64_t found(const Common *common, uint64_t hash)
{
    uint64_t mask = (uint64_t)common->mask;
    for (uint64_t at = hash >> 20 & mask;; at = (at + 1) & mask) {
        uint64_t held = common->slots[at];
        if (!held || (held & ~(uint64_t)1) == hash) return held;
    }
}

/* Takes words of small letters, each followed by a blank, into the empty slots, which have room. */
void btl_take_common(
    const Common *common, uint64_t *slots, const uint8_t *words, int64_t size, int64_t own)
{
    uint64_t hash = FIRST, mask = (uint64_t)common->mask;
    for (int64_t at = 0; at < size; at++) {
        if (words[at] != ' ') {
            hash = hash * common->base + words[at];
            continue;
        }
        uint64_t place = ended(common, hash) >> 20 & mask;
        while (slots[place]) place = (place + 1) & mask;
        slots[place] = ended(common, hash) | (uint64_t)own;
        hash = FIRST;
    }
}

/* How many bytes of UTF-8 the blank at hand has, 0 where there is none: those of str.split. */
static inline int blank(const uint8_t *text, int64_t left)
{
    if (text[0] < 0x80) return text[0] == ' ' || (text[0] >= 9 && text[0] <= 13) || (text[0] >= 28 && text[0] <= 31);
    if (text[0] == 0xC2) return left > 1 && (text[1] == 0x85 || text[1] == 0xA0) ? 2 : 0;
    if (left < 3) return 0;
    if (text[0] == 0xE1) return text[1] == 0x9A && text[2] == 0x80 ? 3 : 0;
    if (text[0] == 0xE3) return text[1] == 0x80 && text[2] == 0x80 ? 3 : 0;
    if (text[0] != 0xE2) return 0;
    if (text[1] == 0x81) return text[2] == 0x9F ? 3 : 0;
    if (text[1] != 0x80) return 0;
    return text[2] <= 0x8A || text[2] == 0xA8 || text[2] == 0xA9 || text[2] == 0xAF ? 3 : 0;
}

typedef struct {
    uint64_t *seen, mask; /* the words so far, as in Common */
    int64_t words, common, own;
} Tally;

/* Counts a word that is new. */
static inline void count(const Common *common, Tally *tally, uint64_t hash)
{
    uint64_t at = hash >> 20 & tally->mask, held;
    while (tally->seen[at] && tally->seen[at] != hash) at = (at + 1) & tally->mask;
    if (tally->seen[at]) return;
    tally->seen[at] = hash;
    tally->words++;
    held = found(common, hash);
    tally->common += held != 0;
    tally->own += (int64_t)(held & 1);
}

/* Counts the words of a text; 0 where one is too long. */
static int tell(const Common *common, Tally *tally, const uint8_t *text, int64_t size)
{
    uint64_t hash = FIRST;
    int64_t begin = 0;
    for (int64_t at = 0; at < size;) {
        int gap = blank(text + at, size - at);
        if (!gap) {
            uint8_t sign = text[at++];
            hash = hash * common->base + (sign >= 'A' && sign <= 'Z' ? sign + 32u : sign);
            continue;
        }
        if (at - begin > LONGEST) return 0;
        if (at > begin) count(common, tally, ended(common, hash));
        at += gap;
        begin = at;
        hash = FIRST;
    }
    if (size - begin > LONGEST) return 0;
    if (size > begin) count(common, tally, ended(common, hash));
    return 1;
}

static uint8_t answer(const Common *common, const uint8_t *text, int64_t size)
{
    uint64_t few[FEW];
    int64_t room = 16;
    while (room <= size + 1) room *= 2; /* at most every second sign ends a word: half full */
    Tally tally = {room <= FEW ? few : malloc((size_t)room * sizeof *few), (uint64_t)room - 1, 0, 0, 0};
    if (!tally.seen) return UNSURE;
    memset(tally.seen, 0, (size_t)room * sizeof *few);
    int told = tell(common, &tally, text, size);
    if (tally.seen != few) free(tally.seen);
    if (!told) return UNSURE;
    return tally.words && (double)tally.common >= common->enough * (double)tally.words
        && (double)tally.own >= common->own * (double)tally.words;
}

/* Answers for each text whether it is English: YES, NO, or UNSURE where that is not found out here.
   Text i is text[offsets[i]] up to offsets[i + 1], in UTF-8; letters beyond ASCII are small. */
void btl_are_english(
    const Common *common, const uint8_t *text, const int64_t *offsets, int64_t texts,
    uint8_t *answers)
{
    for (int64_t one = 0; one < texts; one++)
        answers[one] = answer(common, text + offsets[one], offsets[one + 1] - offsets[one]);
}
