/* The scorer's inner loops, compiled: what they share. linear.py says what they reckon, and does
   the same in NumPy.

   Compiled without contraction (-ffp-contract=off), so that every product and sum is the IEEE
   operation that NumPy does, and both give the same bits. There is no Python header in it: ctypes
   calls it (compiled.py), which also frees Python's lock meanwhile.

   kernel.c        memory, the text rules for ASCII, and what Python calls
   kernel_grams.c  from code points to the buckets of n-grams
   kernel_sums.c   from buckets to decisions
   kernel_spans.c  from decisions back to the words */

#ifndef BTL_KERNEL_H
#define BTL_KERNEL_H

#include <stdint.h>

#define WIDE 8 /* columns of a row of weights: the term weight and up to seven attributes */
#define SHORTEST_SENTENCE 40 /* signs, as in sentences.py */
#define MOST_COUNTED 0xFFFFu /* counts stop here, in NumPy too */
#define SPARE_BITS 2 /* beyond the grams' own: sums that take away as well stay exact, see add_sentence */
#define CROSSING 0x80000000u /* marks a gram that crosses from one sentence to the next */

/* The compiler makes a second version for processors with AVX2, and picks at the start. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define WIDEST __attribute__((target_clones("default", "avx2")))
#endif
#endif
#ifndef WIDEST
#define WIDEST
#endif

/* Nothing but what kernel.c shows to Python is seen outside the library. */
#if defined(__GNUC__)
#define INNER __attribute__((visibility("hidden")))
#define SHOWN __attribute__((visibility("default")))
#else
#define INNER
#define SHOWN
#endif

/* One model; never changed. compiled.py has the same structure and fills it. */
typedef struct {
    const float *rows;    /* (buckets, WIDE): term weight, then a coefficient an attribute */
    const double *growth; /* (MOST_COUNTED + 1,): 1 + ln(count) */
    const double *shares; /* (MOST_COUNTED + 1,): growth for each time */
    const uint8_t *kinds; /* (65536,): gap 0, letter 1, sign 2 */
    const uint8_t *folds; /* (128,): what an ASCII sign is folded to */
    double intercepts[WIDE];
    int64_t bits, word_bits, word_min, word_max, character_min, character_max;
    int64_t magnitude;    /* no addend is above 2**magnitude */
} Table;

typedef struct { uint32_t key; uint16_t whole, inside; } Entry; /* key: gram + 1; 0 is empty */
typedef struct { uint32_t place; uint16_t before, inside; } Repeat; /* an entry, its counts so far */
typedef struct { int64_t begin, end, first, last; } Sentence;   /* in codes, in grams */
typedef struct { int64_t begin, end; uint64_t hash; } Token;

/* What one thread works with: grown as texts need it, and kept from one to the next. */
typedef struct {
    int64_t room, entry_room; /* codes, entries */
    uint32_t *codes;          /* the text at hand */
    uint32_t *grams;          /* bucket of each n-gram, in the order of the text; CROSSING or not */
    uint32_t *begins, *ends;  /* where each stands in the codes, where spans are wanted */
    uint32_t *distinct;       /* entries of a sentence's distinct grams */
    Repeat *repeats;          /* grams that the text had before */
    uint32_t *crossing;       /* the grams that cross */
    Token *tokens;
    Sentence *sentences;
    double (*decided)[WIDE];  /* each sentence's decisions */
    double *lengths;          /* and the length of its vector */
    double (*steps)[WIDE];    /* what the evidence changes by at each sign */
    double (*totals)[WIDE];   /* the evidence of each token */
    int64_t *origins;         /* where each code stood in the text */
    int64_t gram_count, token_count, sentence_count, crossing_count;
    Entry *entries;           /* a hash table of counts, linear probing */
    uint32_t mask;            /* its size less one */
    double whole_length;
    int placing;              /* whether to keep begins and ends */
} Scratch;

/* kernel_grams.c: lists grams, tokens and sentences of the ``size`` codes in the scratch. */
INNER void btl_list_grams(Scratch *s, const Table *t, int64_t size, int placing);

/* kernel_sums.c: the decisions on the grams listed, and on the whole text alone, (WIDE,) each.
   Answers -1 where memory runs out. */
INNER int btl_decide_all(Scratch *s, const Table *t, double *decided, double *whole_decided);

/* Counts ``number`` grams as one sentence and lists the entries of the distinct ones in
   ``distinct``; answers how many. */
INNER int64_t btl_count_grams(Scratch *s, const Table *t, const uint32_t *grams, int64_t number);

/* Adding and taking this away rounds an addend to a multiple of one power of two, small enough
   that sums up to 2**(magnitude + bits) are exact, in any order. */
INNER double btl_grid_for(const Table *t, int bits);

/* How many bits a number has; 0 for 0. */
INNER int btl_bits_of(int64_t number);

/* A word to mark: it stands at [begin, end) of the original text. */
typedef struct { int64_t attribute, begin, end; double evidence; } Mark;

/* Which words to mark for an attribute: at most ``most``, none with less evidence than ``least`` or
   than ``share`` of the strongest one's. */
typedef struct { double least, share; int64_t most, width; } Marking;

/* kernel_spans.c: after btl_decide_all on the ``size`` codes in the scratch, lists up to ``most``
   marks for each of ``width`` attributes, in the order of the text. ``origins`` are those of a
   Prepared, (size - 1,). Answers how many. */
INNER int64_t btl_mark_all(
    Scratch *s, const Table *t, const Marking *m, int64_t size, const int64_t *origins, Mark *marks);

/* Whether a code point is a gap (0), belongs to a word (1) or stands alone (2). */
static inline uint8_t btl_kind_of(const Table *t, uint32_t code)
{
    if (code < 0x10000) return t->kinds[code];
    return code >= 0x1D000 && code < 0x20000 ? 2 : 1;
}

#endif
