/* From decisions back to the words: every gram's evidence, shared out over its signs, and added up
   token by token. */

#include "kernel.h"

#include <math.h>
#include <string.h>

#define TOLD 1e6 /* evidence is told to six digits */
#define SHORT 64 /* codes */
#define MOST_MARKS 16 /* for one attribute; compiled.py asks for no more */

/* The entry that counts a gram; there is one. */
static inline Entry *entry_of(Scratch *s, uint32_t gram)
{
    uint32_t at = (gram * 0x9E3779B1u) >> 7 & s->mask;
    Entry *entry = s->entries + at;
    while (entry->key && entry->key != gram + 1) {
        at = (at + 1) & s->mask;
        entry = s->entries + at;
    }
    entry->key = gram + 1;
    return entry;
}

/* What does not change from one gram to the next. ``halves`` has half a share for each of so many
   signs, ``whole`` and ``inside`` are one by the lengths of the vectors, ``harsh`` has 1 for the
   attributes whose harshest sentence is at hand. */
typedef struct { double halves[SHORT], harsh[WIDE], whole, inside, grid; } Sharing;

/* Shares one gram's evidence out over its signs. ``outer`` is its share of the whole text's
   normalised value, ``inner`` of its sentence's. */
static inline void share(
    Scratch *s, const float *row, double outer, double inner, const Sharing *h, int64_t at)
{
    double *up = s->steps[s->begins[at]], *down = s->steps[s->ends[at]];
    uint32_t length = s->ends[at] - s->begins[at];
    double half = (double)row[0] * (length < SHORT ? h->halves[length] : 0.5 / (double)length);
    double kept[WIDE];
    for (int a = 0; a < WIDE; a++)
        kept[a] = (((outer + h->harsh[a] * inner) * half * (double)row[a]) + h->grid) - h->grid;
    for (int a = 0; a < WIDE; a++) up[a] += kept[a];
    for (int a = 0; a < WIDE; a++) down[a] -= kept[a];
}

/* For each attribute the first of the harshest sentences. */
static void list_harshest(const Scratch *s, int64_t *harshest)
{
    for (int a = 0; a < WIDE; a++) {
        harshest[a] = 0;
        for (int64_t one = 1; one < s->sentence_count; one++)
            if (s->decided[one][a] > s->decided[harshest[a]][a]) harshest[a] = one;
    }
}

/* Shares out the grams of one sentence: for the attributes whose harshest sentence it is by its
   values there too. */
WIDEST static void share_sentence(
    Scratch *s, const Table *t, int64_t one, const int64_t *harshest, Sharing *h)
{
    Sentence *sentence = s->sentences + one;
    int any = 0;
    h->inside = 1.0 / s->lengths[one];
    for (int a = 0; a < WIDE; a++) {
        h->harsh[a] = harshest[a] == one;
        any |= harshest[a] == one;
    }
    int64_t number = sentence->last - sentence->first;
    int64_t distinct = any ? btl_count_grams(s, t, s->grams + sentence->first, number) : 0;
    for (int64_t at = sentence->first; at < sentence->last; at++) {
        uint32_t gram = s->grams[at] & ~CROSSING;
        Entry *entry = entry_of(s, gram);
        int within = any && s->grams[at] == gram;
        double outer = t->shares[entry->whole] * h->whole;
        double inner = within ? t->shares[entry->inside] * h->inside : 0;
        share(s, t->rows + (size_t)gram * WIDE, outer, inner, h, at);
    }
    for (int64_t at = 0; at < distinct; at++) s->entries[s->distinct[at]].inside = 0;
}

/* Adds the steps up to what each sign has, and that up to what each token has. */
WIDEST static void add_tokens(Scratch *s)
{
    double now[WIDE] = {0};
    int64_t at = 0;
    for (int64_t one = 0; one < s->token_count; one++) {
        double total[WIDE] = {0};
        for (; at < s->tokens[one].begin; at++)
            for (int a = 0; a < WIDE; a++) now[a] += s->steps[at][a];
        for (; at < s->tokens[one].end; at++)
            for (int a = 0; a < WIDE; a++) {
                now[a] += s->steps[at][a];
                total[a] += now[a];
            }
        memcpy(s->totals[one], total, sizeof total);
    }
}

/* An ASCII sign explains nothing, be it a full stop that stands in every insult. */
static inline int is_point(const Scratch *s, const Table *t, int64_t token)
{
    uint32_t code = s->codes[s->tokens[token].begin];
    return code < 0x80 && btl_kind_of(t, code) == 2;
}

/* Lists the tokens with most evidence on one attribute, strongest first and the earlier first of
   equals; answers how many reach what is asked for. */
static int64_t list_strongest(const Scratch *s, const Marking *m, int64_t attribute, int64_t *found)
{
    int64_t number = 0;
    for (int64_t one = 0; one < s->token_count; one++) {
        double total = s->totals[one][attribute];
        if (total < m->least) continue;
        int64_t at = number;
        while (at > 0 && s->totals[found[at - 1]][attribute] < total) at--;
        if (at == m->most) continue;
        number += number < m->most;
        memmove(found + at + 1, found + at, (size_t)(number - at - 1) * sizeof *found);
        found[at] = one;
    }
    double share = number ? m->share * s->totals[found[0]][attribute] : 0;
    while (number && s->totals[found[number - 1]][attribute] < share) number--;
    return number;
}

/* Where in the original text what stands at codes[begin:end] came from; see Prepared.original. */
static Mark mark_of(
    const Token *token, int64_t size, const int64_t *origins, int64_t attribute, double evidence)
{
    int64_t last = size - 2;
    int64_t first = token->begin > 1 ? token->begin - 1 : 0;
    int64_t stop = token->end - 1 > first ? token->end - 1 : first;
    return (Mark){
        attribute - 1, origins[first < last ? first : last], origins[stop < last ? stop : last],
        rint(evidence * TOLD) / TOLD};
}

/* Lists one attribute's marks in the order of the text. */
static int64_t mark_attribute(
    Scratch *s, const Marking *m, int64_t size, const int64_t *origins, int64_t attribute,
    Mark *marks)
{
    int64_t found[MOST_MARKS];
    int64_t number = list_strongest(s, m, attribute, found), marked = 0;
    for (int64_t before = -1; marked < number; marked++) {
        int64_t next = -1;
        for (int64_t at = 0; at < number; at++)
            if (found[at] > before && (next < 0 || found[at] < next)) next = found[at];
        marks[marked] = mark_of(s->tokens + next, size, origins, attribute, s->totals[next][attribute]);
        before = next;
    }
    return marked;
}

int64_t btl_mark_all(
    Scratch *s, const Table *t, const Marking *m, int64_t size, const int64_t *origins, Mark *marks)
{
    int64_t harshest[WIDE], marked = 0;
    Sharing sharing = {.whole = 1.0 / s->whole_length};
    memset(s->steps, 0, (size_t)(size + 1) * sizeof *s->steps);
    /* A vector of length 1 has a sum of at most the root of how many numbers it has. */
    sharing.grid = btl_grid_for(t, (btl_bits_of(s->gram_count) + 1) / 2 + 1);
    for (int length = 1; length < SHORT; length++) sharing.halves[length] = 0.5 / length;
    list_harshest(s, harshest);
    for (int64_t one = 0; one < s->sentence_count; one++)
        share_sentence(s, t, one, harshest, &sharing);
    add_tokens(s);
    for (int64_t one = 0; one < s->token_count; one++)
        if (is_point(s, t, one)) memset(s->totals[one], 0, sizeof s->totals[one]);
    for (int64_t attribute = 1; attribute <= m->width; attribute++)
        marked += mark_attribute(s, m, size, origins, attribute, marks + marked);
    return marked;
}
