/* From code points to the buckets of n-grams: the same hashes as features.extract. */

#include "kernel.h"

#define ALWAYS inline __attribute__((always_inline))
#define BASE 0x9E3779B97F4A7C55ull
#define MIX 0xD6E8FEB86659FD93ull
#define WORD_SEED 0x2545F4914F6CDD1Dull

/* The signs of sentences.py. */
static inline int ends_sentence(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == ';' || code == 0x3002
        || code == 0xFF01 || code == 0xFF1F;
}

/* Keeps one gram, and where it stands. */
static inline void push(Scratch *s, uint32_t gram, int64_t begin, int64_t end)
{
    int64_t at = s->gram_count++;
    s->grams[at] = gram;
    if (!s->placing) return;
    s->begins[at] = (uint32_t)begin;
    s->ends[at] = (uint32_t)end;
}

/* Keeps every run of tokens that ends with the last one. */
static inline void push_words(Scratch *s, const Table *t, int64_t sentence_begin)
{
    int64_t last = s->token_count - 1;
    for (int64_t length = t->word_min; length <= t->word_max && length <= last + 1; length++) {
        const Token *first = s->tokens + last - length + 1;
        uint64_t hash = 0;
        for (const Token *one = first; one <= s->tokens + last; one++) hash = hash * MIX + one->hash;
        uint64_t mixed = (hash * BASE + WORD_SEED + (uint64_t)length) * MIX;
        uint32_t gram = length == 1
            ? (uint32_t)(mixed >> (64 - t->word_bits)) + (1u << t->bits)
            : (uint32_t)(mixed >> (64 - t->bits));
        if (first->begin < sentence_begin) {
            s->crossing[s->crossing_count++] = gram;
            gram |= CROSSING;
        }
        push(s, gram, first->begin, s->tokens[last].end);
    }
}

/* Keeps the stretches of ``shortest`` to ``longest`` codes that begin ``at``, up to ``most`` codes
   long, from gram ``next`` on; answers the gram after them.

   Writes a stretch of each length and keeps the first few, as a branch a stretch would cost more. */
static ALWAYS int64_t push_characters(
    Scratch *s, const Table *t, const uint32_t *codes, int64_t at, int64_t most, int64_t next,
    int64_t shortest, int64_t longest, int placing)
{
    uint64_t hash = 0;
    uint32_t *grams = s->grams + next;
    for (int64_t length = 1; length < shortest; length++) hash = hash * BASE + codes[at + length - 1];
    for (int64_t length = shortest; length <= longest; length++) {
        hash = hash * BASE + codes[at + length - 1];
        grams[length - shortest] = (uint32_t)(((hash + (uint64_t)length) * MIX) >> (64 - t->bits));
        if (!placing) continue;
        s->begins[next + length - shortest] = (uint32_t)at;
        s->ends[next + length - shortest] = (uint32_t)(at + length);
    }
    most = most < longest ? most : longest;
    return next + (most < shortest ? 0 : most - shortest + 1);
}

/* Keeps a token, and the words that end with it; answers that no token is open. */
static inline int64_t end_token(
    Scratch *s, const Table *t, int64_t begin, int64_t end, uint64_t hash, int64_t sentence_begin)
{
    s->tokens[s->token_count++] = (Token){begin, end, hash};
    push_words(s, t, sentence_begin);
    return -1;
}

/* One pass: tokens with their hash, sentences, and all grams sentence by sentence. */
static ALWAYS void list_with(
    Scratch *s, const Table *t, int64_t size, int64_t shortest, int64_t longest, int placing)
{
    const uint32_t *codes = s->codes;
    int64_t sentence = 0, at = 0, begin = -1, blank = 0, sentence_begin = 0;
    uint64_t power = 1, hash = 0;
    s->placing = placing;
    s->gram_count = s->token_count = s->crossing_count = 0;
    s->sentences[0] = (Sentence){0, size, 0, 0};
    for (; at < size; at++) {
        uint32_t code = codes[at];
        uint8_t kind = btl_kind_of(t, code);
        if (kind == 1) {
            if (begin < 0) { begin = at; power = 1; hash = 0; }
            hash += code * power;
            power *= BASE;
        } else {
            if (begin >= 0) begin = end_token(s, t, begin, at, hash, sentence_begin);
            if (code == ' ' && at - sentence_begin >= SHORTEST_SENTENCE
                && ends_sentence(codes[at - 1]) && size - 1 - at >= SHORTEST_SENTENCE) {
                s->sentences[sentence].end = at + 1;
                s->sentences[sentence].last = s->gram_count;
                s->sentences[++sentence] = (Sentence){at, size, s->gram_count, 0};
                sentence_begin = at;
            }
            if (kind == 2) end_token(s, t, at, at + 1, code, sentence_begin);
        }
        /* A stretch ends with the next blank at the latest. */
        if (blank <= at) do blank++; while (blank < size && codes[blank] != ' ');
        int64_t most = (blank < size ? blank + 1 : size) - at;
        s->gram_count = push_characters(s, t, codes, at, most, s->gram_count, shortest, longest, placing);
    }
    if (begin >= 0) end_token(s, t, begin, at, hash, sentence_begin);
    s->sentences[sentence].last = s->gram_count;
    s->sentence_count = sentence + 1;
}

/* The usual lengths of n-grams and both ways of placing are made known to the compiler. */
void btl_list_grams(Scratch *s, const Table *t, int64_t size, int placing)
{
    if (t->character_min != 3 || t->character_max != 6)
        list_with(s, t, size, t->character_min, t->character_max, placing);
    else if (placing)
        list_with(s, t, size, 3, 6, 1);
    else
        list_with(s, t, size, 3, 6, 0);
}
