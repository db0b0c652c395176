/* What skim.c knows, shared by threads; skim.py has the same structure and fills it. */

#ifndef BTL_SKIM_H
#define BTL_SKIM_H

#include <stdatomic.h>
#include <stdint.h>

typedef struct {
    const uint8_t *folds;    /* (128,): what an ASCII sign is folded to */
    const uint8_t *shapes;   /* (256,): the class of a sign, see draft.Draft */
    _Atomic uint64_t *slots; /* (mask + 1,): hashes, open addressing, 0 is empty, never full */
    uint64_t base;           /* odd, and nobody's to guess, so that nobody can fill one corner */
    int64_t mask;
    int64_t longest;         /* letters of the longest known word */
    const uint8_t *alike;    /* (128,): 1 to 26 for a small letter, the same for v and u and the like */
    const uint8_t *held;     /* bits: how words that people hide begin, see roots.beginnings */
} Known;

/* A hash ends in 1 where the word is known, and in 0 where it is only found harmless. A known word
   that people hide is in the table both ways. */
static inline int has(const Known *known, uint64_t hash)
{
    uint64_t mask = (uint64_t)known->mask;
    for (uint64_t at = hash >> 20 & mask;; at = (at + 1) & mask) {
        uint64_t held = atomic_load_explicit(&known->slots[at], memory_order_relaxed);
        if (held == hash) return 1;
        if (!held) return 0;
    }
}

/* What begins the hash of a word that must be asked about, and of one behind a bracket. */
#define ASKED '?'
#define BRACKET '('

/* Bits of ``held``: pairs, threes, fours and fives of letters, each by its own numbers. */
#define PAIRS 0
#define THREES (1 << 10)
#define MORE (1 << 16)
#define MORE_BITS 17

/* Where the bit of four or five letters is, five bits each. */
static inline uint32_t more_at(uint32_t letters)
{
    return MORE + (letters * 0x9E3779B1u >> (32 - MORE_BITS));
}

static inline int is_held(const Known *known, uint32_t at)
{
    return known->held[at >> 3] >> (at & 7) & 1;
}

#endif
