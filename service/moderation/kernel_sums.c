/* From buckets to decisions: counting, and adding up rows of the table.

   A sum of multiples of one power of two is exact in any order (linear.py). */

#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEW 2048 /* grams; up to here the hash table is made roomier, as it still fits the cache */

/* Empties the hash table, at most half full once all grams are in; -1 where memory runs out. */
static int clear_entries(Scratch *s)
{
    int64_t room = 64;
    int64_t wanted = (s->gram_count < FEW ? 4 : 2) * s->gram_count;
    while (room < wanted) room *= 2;
    if (room > s->entry_room) {
        free(s->entries);
        s->entry_room = 0;
        s->entries = malloc((size_t)room * sizeof(Entry));
        if (!s->entries) return -1;
        s->entry_room = room;
    }
    s->mask = (uint32_t)(room - 1);
    memset(s->entries, 0, (size_t)room * sizeof(Entry));
    return 0;
}

/* Adds one gram's squared value and its evidence on each attribute, rounded to the grid; or takes
   them away, where ``sign`` is -1. */
static inline void add(double *sums, const float *row, double growth, double grid, double sign)
{
    double value = growth * (double)row[0];
    double kept[WIDE];
    for (int at = 0; at < WIDE; at++) kept[at] = value * (double)row[at];
    kept[0] = value * value;
    for (int at = 0; at < WIDE; at++) sums[at] += sign * ((kept[at] + grid) - grid);
}

/* Adds up one sentence, or what crosses from one to the next, for itself and for the whole text,
   and moves its counts to the whole. A gram that the text had before counts in the whole by the
   number of both together, in the place of each by itself. */
WIDEST static void add_sentence(
    Scratch *s, const Table *t, int64_t distinct, double *inside, double *whole, double grid)
{
    double sums[WIDE] = {0}, both[WIDE];
    Repeat *restrict repeats = s->repeats;
    int64_t number = 0;
    for (int64_t at = 0; at < distinct; at++) {
        Entry *entry = s->entries + s->distinct[at];
        add(sums, t->rows + (size_t)(entry->key - 1) * WIDE, t->growth[entry->inside], grid, 1);
        repeats[number] = (Repeat){s->distinct[at], entry->whole, entry->inside};
        number += entry->whole != 0;
        uint32_t together = (uint32_t)entry->whole + entry->inside;
        entry->whole = (uint16_t)(together < MOST_COUNTED ? together : MOST_COUNTED);
        entry->inside = 0;
    }
    for (int at = 0; at < WIDE; at++) both[at] = whole[at] + sums[at];
    for (int64_t at = 0; at < number; at++) {
        const Entry *entry = s->entries + repeats[at].place;
        const float *row = t->rows + (size_t)(entry->key - 1) * WIDE;
        add(both, row, t->growth[entry->whole], grid, 1);
        add(both, row, t->growth[repeats[at].before], grid, -1);
        add(both, row, t->growth[repeats[at].inside], grid, -1);
    }
    memcpy(inside, sums, sizeof sums);
    memcpy(whole, both, sizeof both);
}

int64_t btl_count_grams(Scratch *s, const Table *t, const uint32_t *grams, int64_t number)
{
    uint32_t *restrict places = s->distinct;
    Entry *restrict entries = s->entries;
    const float *rows = t->rows;
    const uint32_t mask = s->mask;
    int64_t distinct = 0;
    for (int64_t one = 0; one < number; one++) {
        uint32_t gram = grams[one], at = (gram * 0x9E3779B1u) >> 7 & mask;
        __builtin_prefetch(rows + (size_t)(gram & ~CROSSING) * WIDE);
        if (gram & CROSSING) continue;
        while (entries[at].key && entries[at].key != gram + 1) at = (at + 1) & mask;
        uint32_t inside = entries[at].inside;
        entries[at].key = gram + 1;
        entries[at].inside = (uint16_t)(inside + (inside < MOST_COUNTED));
        places[distinct] = at;
        distinct += !inside;
    }
    return distinct;
}

/* Normalises, adds the intercepts, and answers the length of the vector. */
static double decide(const Table *t, double *decided, const double *sums)
{
    double length = sums[0] > 0 ? sqrt(sums[0]) : 1.0;
    for (int at = 0; at < WIDE; at++) decided[at] = sums[at] / length + t->intercepts[at];
    return length;
}

int btl_bits_of(int64_t grams)
{
    int bits = 0;
    while (grams >> bits) bits++;
    return bits;
}

double btl_grid_for(const Table *t, int bits)
{
    return ldexp(1.5, (int)t->magnitude + bits);
}

/* Half by the whole text, half by its harshest sentence. */
int btl_decide_all(Scratch *s, const Table *t, double *decided, double *whole_decided)
{
    double whole[WIDE] = {0};
    double grid = btl_grid_for(t, btl_bits_of(s->gram_count) + SPARE_BITS);
    if (clear_entries(s)) return -1;
    int alone = s->sentence_count == 1;
    for (int64_t one = 0; one < s->sentence_count; one++) {
        double inside[WIDE] = {0};
        Sentence *sentence = s->sentences + one;
        int64_t distinct = btl_count_grams(
            s, t, s->grams + sentence->first, sentence->last - sentence->first);
        add_sentence(s, t, distinct, inside, whole, grid);
        if (!alone) s->lengths[one] = decide(t, s->decided[one], inside);
    }
    if (s->crossing_count) {
        double none[WIDE];
        int64_t distinct = btl_count_grams(s, t, s->crossing, s->crossing_count);
        add_sentence(s, t, distinct, none, whole, grid);
    }
    s->whole_length = decide(t, whole_decided, whole);
    if (alone) {
        memcpy(s->decided[0], whole_decided, sizeof s->decided[0]);
        s->lengths[0] = s->whole_length;
    }
    for (int at = 0; at < WIDE; at++) {
        double harshest = s->decided[0][at];
        for (int64_t one = 1; one < s->sentence_count; one++)
            if (s->decided[one][at] > harshest) harshest = s->decided[one][at];
        decided[at] = (whole_decided[at] + harshest) / 2;
    }
    return 0;
}
