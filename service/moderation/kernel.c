/* The scorer's inner loops, compiled: memory, the text rules for ASCII, and what Python calls. */

#include "kernel.h"

#include <stdlib.h>
#include <string.h>

/* Raised with every change of what is called below; compiled.py asks for the same. */
#define VERSION 2

#define KEPT (1 << 15) /* codes; room for more is given back, lest each thread keeps 50 MB */

/* Gives everything back. */
static void release(Scratch *s)
{
    free(s->codes); free(s->grams); free(s->begins); free(s->ends); free(s->distinct);
    free(s->repeats); free(s->crossing); free(s->tokens); free(s->sentences); free(s->decided);
    free(s->lengths); free(s->steps); free(s->totals); free(s->origins); free(s->entries);
    memset(s, 0, sizeof *s);
}

/* Makes room for a text of so many codes; -1 where memory runs out. */
static int widen(Scratch *s, const Table *t, int64_t codes)
{
    if (codes + t->character_max <= s->room) return 0;
    int64_t room = codes + codes / 2 + 512 + t->character_max;
    int64_t each = t->character_max - t->character_min + 1 + t->word_max - t->word_min + 1;
    s->room = 0;
#define GROW(field, number) \
    do { free(s->field); s->field = malloc((size_t)(number) * sizeof *s->field); \
         if (!s->field) return -1; } while (0)
    GROW(codes, room);
    GROW(grams, room * each);
    GROW(begins, room * each);
    GROW(ends, room * each);
    GROW(distinct, room * each);
    GROW(repeats, room * each);
    GROW(crossing, room * each);
    GROW(tokens, room);
    GROW(sentences, room / SHORTEST_SENTENCE + 2);
    GROW(decided, room / SHORTEST_SENTENCE + 2);
    GROW(lengths, room / SHORTEST_SENTENCE + 2);
    GROW(steps, room + 1);
    GROW(totals, room);
    GROW(origins, room);
    s->room = room;
    return 0;
}

/* text.prepare for ASCII: folds each sign, drops outer and doubled blanks and what goes past the
   second sign of a run, and pads with a blank on either side. ``codes`` has room for size + 2;
   ``origins``, where not NULL, for size + 1. Answers how many codes there are. */
static int64_t prepare_ascii(
    const Table *t, const uint8_t *text, int64_t size, uint32_t *codes, int64_t *origins)
{
    int64_t kept = 1;
    uint32_t before = 0, twice = 0;
    codes[0] = ' ';
    for (int64_t at = 0; at < size; at++) {
        uint32_t code = t->folds[text[at]];
        int drop = code == before && (code == ' ' || (code == twice && !(code >= '0' && code <= '9')));
        twice = before;
        before = code;
        if (drop || (code == ' ' && kept == 1)) continue;
        if (origins) origins[kept - 1] = at;
        codes[kept++] = code;
    }
    int64_t last = size - 1;
    if (kept > 1 && codes[kept - 1] == ' ') {
        kept--;
        while (last >= 0 && t->folds[text[last]] == ' ') last--;
    }
    if (origins) origins[kept - 1] = kept > 1 ? last + 1 : 0;
    codes[kept] = ' ';
    return kept + 1;
}

/* The same without folds and origins, for codes of a text that is folded already. */
static int64_t squeeze(const uint32_t *text, int64_t size, uint32_t *codes)
{
    int64_t kept = 1;
    uint32_t before = 0, twice = 0;
    codes[0] = ' ';
    for (int64_t at = 0; at < size; at++) {
        uint32_t code = text[at];
        int drop = code == before && (code == ' ' || (code == twice && !(code >= '0' && code <= '9')));
        twice = before;
        before = code;
        if (!drop && !(code == ' ' && kept == 1)) codes[kept++] = code;
    }
    kept -= kept > 1 && codes[kept - 1] == ' ';
    codes[kept] = ' ';
    return kept + 1;
}

/* What Python calls. */

SHOWN int64_t btl_version(void) { return VERSION; }

/* A scratch for one thread, or NULL where memory ran out. */
SHOWN Scratch *btl_open(void) { return calloc(1, sizeof(Scratch)); }

SHOWN void btl_close(Scratch *s)
{
    if (!s) return;
    release(s);
    free(s);
}

/* Decides on the text whose ``size`` codes are in the scratch. */
static int decide_one(Scratch *s, const Table *t, int64_t size, int placing, double *decided)
{
    double whole[WIDE];
    btl_list_grams(s, t, size, placing);
    return btl_decide_all(s, t, decided, whole);
}

/* Decides on prepared texts, one after the other in ``codes``; text i is codes[offsets[i]] up to
   offsets[i + 1]. Writes (texts, WIDE) decisions. Answers 0, or -1 where memory ran out. */
SHOWN int64_t btl_decide(
    Scratch *s, const Table *t, const uint32_t *codes, const int64_t *offsets, int64_t texts,
    double *decided)
{
    for (int64_t text = 0; text < texts; text++) {
        int64_t size = offsets[text + 1] - offsets[text];
        if (widen(s, t, size)) return -1;
        memcpy(s->codes, codes + offsets[text], (size_t)size * sizeof *codes);
        if (decide_one(s, t, size, 0, decided + text * WIDE)) return -1;
        if (s->room > KEPT) release(s);
    }
    return 0;
}

/* The same for ASCII texts as they stand, not prepared. */
SHOWN int64_t btl_decide_ascii(
    Scratch *s, const Table *t, const uint8_t *bytes, const int64_t *offsets, int64_t texts,
    double *decided)
{
    for (int64_t text = 0; text < texts; text++) {
        int64_t size = offsets[text + 1] - offsets[text];
        if (widen(s, t, size + 2)) return -1;
        size = prepare_ascii(t, bytes + offsets[text], size, s->codes, NULL);
        if (decide_one(s, t, size, 0, decided + text * WIDE)) return -1;
        if (s->room > KEPT) release(s);
    }
    return 0;
}

/* The same for the codes of texts that are folded, not squeezed. */
SHOWN int64_t btl_decide_folded(
    Scratch *s, const Table *t, const uint32_t *codes, const int64_t *offsets, int64_t texts,
    double *decided)
{
    for (int64_t text = 0; text < texts; text++) {
        int64_t size = offsets[text + 1] - offsets[text];
        if (widen(s, t, size + 2)) return -1;
        size = squeeze(codes + offsets[text], size, s->codes);
        if (decide_one(s, t, size, 0, decided + text * WIDE)) return -1;
        if (s->room > KEPT) release(s);
    }
    return 0;
}

/* Decides on one prepared text, (WIDE,), and lists its marks, with room for most * width of them.
   Answers how many, or -1 where memory ran out. */
SHOWN int64_t btl_explain(
    Scratch *s, const Table *t, const uint32_t *codes, int64_t size, const int64_t *origins,
    const Marking *m, double *decided, Mark *marks)
{
    if (widen(s, t, size)) return -1;
    memcpy(s->codes, codes, (size_t)size * sizeof *codes);
    if (decide_one(s, t, size, 1, decided)) return -1;
    int64_t marked = btl_mark_all(s, t, m, size, origins, marks);
    if (s->room > KEPT) release(s);
    return marked;
}

/* The same for an ASCII text as it stands. */
SHOWN int64_t btl_explain_ascii(
    Scratch *s, const Table *t, const uint8_t *bytes, int64_t size, const Marking *m,
    double *decided, Mark *marks)
{
    if (widen(s, t, size + 2)) return -1;
    size = prepare_ascii(t, bytes, size, s->codes, s->origins);
    if (decide_one(s, t, size, 1, decided)) return -1;
    int64_t marked = btl_mark_all(s, t, m, size, s->origins, marks);
    if (s->room > KEPT) release(s);
    return marked;
}
