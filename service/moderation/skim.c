/* One pass over a text: which of its words and chunks need a closer look. See skim.py.

   Several threads may skim while another one learns: the slots are atomic, and a word that is
   being learnt is either seen or looked at once more. Who learns holds a lock. */

#include <string.h>

#include "skim.h"

#define LONGEST_WORD 60
#define LONGEST_CHUNK 200
#define LONE_SIGNS 3
#define LONE_LETTERS 2 /* fewer among lone signs make no word, see gaps._set_apart */
#define MOST_PARTS 5
#define LEAST 3
#define FOREIGN 1 /* stands for a sign beyond ASCII that may be read as a letter */

enum { WORD = 0, CHUNK = 1, LONE = 2 };

static int64_t take(const Known *known, uint64_t hash)
{
    uint64_t mask = (uint64_t)known->mask, at = hash >> 20 & mask;
    if (!hash || has(known, hash)) return 0;
    while (atomic_load_explicit(&known->slots[at], memory_order_relaxed)) at = (at + 1) & mask;
    atomic_store_explicit(&known->slots[at], hash, memory_order_relaxed);
    return 1;
}

/* Raised whenever a function here or in english.c takes or answers something else. */
int64_t btl_skim_version(void)
{
    return 3;
}

/* Takes words of small letters, each followed by a blank, into the table as known words, or as
   harmless ones. Answers how many of them were new: the caller sees to it that they find room. */
int64_t btl_learn(const Known *known, const uint8_t *words, int64_t size, int64_t harmless)
{
    int64_t learnt = 0;
    uint64_t hash = 0;
    for (int64_t at = 0; at < size; at++) {
        if (words[at] == ' ') {
            learnt += take(known, (hash * known->base | 1) - (uint64_t)harmless);
            hash = 0;
        } else {
            hash = hash * known->base + words[at];
        }
    }
    return learnt;
}

static inline int is_letter_like(uint8_t shape)
{
    return shape == '1' || shape == '$' || shape == '+';
}

/* Whether two neighbours may be a letter and what stands for one. */
static inline int is_mixed(uint8_t one, uint8_t other)
{
    if (other == '*') return one != ' ';
    if (one == 'a') return is_letter_like(other);
    if (one == '!') return other == 'a' || is_letter_like(other);
    if (one == '*') return other == 'a';
    return (is_letter_like(one) && other == 'a') || (one == '$' && other == '!');
}

/* Whether a sign may stand inside a word that it cuts. */
static inline int is_cut(uint8_t sign, uint8_t shape)
{
    if (shape == ' ' || shape == 'a' || shape == '1' || shape == '\'') return 0;
    return sign != '[' && sign != ']' && sign != '{' && sign != '}' && sign != '(' && sign != ')';
}

/* Whether signs of this class count as one unit where they touch. */
static inline int is_unit(uint8_t shape)
{
    return shape == 'a' || shape == '1' || shape == '$' || shape == '!' || shape == '*';
}

typedef struct {
    const Known *known;
    const uint8_t *text;
    int64_t size;
} Page;

static inline uint8_t sign_at(const Page *page, int64_t at)
{
    if (at < 0 || at >= page->size) return ' ';
    return page->text[at] == FOREIGN ? '?' : page->known->folds[page->text[at]];
}

/* Whether an apostrophe stands before letters that are no end of a contraction: 's, 't, 're. */
static inline int is_apostrophe(const Page *page, int64_t at)
{
    const uint8_t *shapes = page->known->shapes;
    uint8_t sign = sign_at(page, at), one = sign_at(page, at + 1), two = sign_at(page, at + 2);
    if (shapes[sign] != '\'' || shapes[one] != 'a') return 0;
    if (shapes[two] != 'a') return one != 's' && one != 't' && one != 'd' && one != 'm';
    if (shapes[sign_at(page, at + 3)] == 'a') return 1;
    return !((one == 'l' && two == 'l') || (two == 'e' && (one == 'r' || one == 'v')));
}

/* Whether a sign stands between a word and something else that is no blank. */
static inline int is_torn(const Page *page, int64_t begin, int64_t end)
{
    const uint8_t *shapes = page->known->shapes;
    uint8_t left = sign_at(page, begin - 1), right = sign_at(page, end);
    return (is_cut(left, shapes[left]) && sign_at(page, begin - 2) != ' ')
        || (is_cut(right, shapes[right]) && sign_at(page, end + 1) != ' ');
}

/* Whether a letter inside a word may stand for a vowel, as j, k, q, w and z do between others: see
   spellings.py. */
static inline int is_masking(const Page *page, int64_t at)
{
    const char *plain = "aeioujkqwyz";
    return strchr("jkqwz", sign_at(page, at)) && !strchr(plain, sign_at(page, at - 1))
        && !strchr(plain, sign_at(page, at + 1));
}

/* Whether a word that nobody knows is sure to hide nothing, and to be no half of a word that people
   hide: skim.is_harmless is true of it. It begins, nowhere inside, as one of those words does,
   letters said again counting once, and is in no list. */
static int is_harmless(const Page *page, int64_t begin, int64_t end)
{
    const Known *known = page->known;
    uint64_t hash = ASKED;
    uint32_t letters = 0, before = 0, last = 0;
    int64_t run = 0, runs = 0;
    if (end - begin < LEAST) return 0; /* beside another one it may be a word that has no halves */
    for (int64_t at = begin; at < end; at++) {
        uint8_t sign = sign_at(page, at);
        uint32_t letter = known->alike[sign];
        hash = hash * known->base + sign;
        if (sign == 'x' || (at > begin && at + 1 < end && is_masking(page, at))) return 0;
        if (letter == last) {
            if (++run > 2 || is_held(known, PAIRS + (before << 5 | last))) return 0;
            continue;
        }
        if (run > 1 && is_held(known, PAIRS + (last << 5 | letter))) return 0;
        letters = letters << 5 | letter;
        runs++;
        before = last;
        last = letter;
        run = 1;
        if (runs > 2 && is_held(known, THREES + (letters & 0x7FFF))) return 0;
        if (runs > 3 && is_held(known, more_at(letters & 0xFFFFF))) return 0;
        if (runs > 4 && is_held(known, more_at(letters & 0x1FFFFFF))) return 0;
    }
    return !has(known, hash * known->base | 1);
}

static inline int64_t place(int32_t *places, int64_t found, int64_t begin, int64_t end, int why)
{
    places[3 * found] = (int32_t)begin;
    places[3 * found + 1] = (int32_t)end;
    places[3 * found + 2] = why;
    return found + 1;
}

typedef struct { uint64_t hash, power; } Part; /* power: the base to the number of letters */

/* Whether a word that people hide, two of which are in the table, ends with the last part and
   begins with an earlier one. */
static inline int is_joined(const Known *known, const Part *parts, int64_t number)
{
    uint64_t hash = parts[number - 1].hash, power = parts[number - 1].power;
    for (int64_t one = number - 2; one >= 0; one--) {
        hash += parts[one].hash * power;
        power *= parts[one].power;
        if (has(known, hash * known->base | 1) && has(known, (hash * known->base | 1) - 1)) return 1;
    }
    return 0;
}

/* Whether a bracket before a word makes it one that people hide, being read as c: see
   roots.behind_brackets. */
static int is_bracketed(const Page *page, int64_t begin, int64_t end)
{
    const Known *known = page->known;
    uint64_t hash = BRACKET;
    uint8_t before = 'c';
    for (int64_t at = begin; at < end; at++) {
        uint8_t sign = sign_at(page, at);
        if (sign != before) hash = hash * known->base + sign;
        before = sign;
    }
    return has(known, hash * known->base | 1);
}

/* Whether skim.is_plain is sure to be true of a chunk: letters and points, with no more than one
   bracket, before all else, of which no two parts or more together are a word that people hide.
   Nothing but the apostrophe of a contraction stands between letters. */
static int is_open(const Page *page, int64_t begin, int64_t end)
{
    const Known *known = page->known;
    Part parts[MOST_PARTS], part = {0, 1};
    int64_t number = 0, word = begin + (sign_at(page, begin) == '(');
    int bracket = word > begin;
    for (int64_t at = word; at <= end; at++) {
        uint8_t sign = at < end ? sign_at(page, at) : ' ', shape = known->shapes[sign];
        if (shape == 'a') {
            if (part.power == 1 && number
                && (is_apostrophe(page, at - 1) || known->shapes[sign_at(page, at - 1)] != '\''
                    || known->shapes[sign_at(page, at - 2)] != 'a')) return 0;
            part = (Part){part.hash * known->base + sign, part.power * known->base};
            continue;
        }
        if (at < end && shape != '.' && shape != '\'') return 0;
        if (bracket && (sign == '\\' || sign == '[' || sign == ']')) return 0;
        if (at > word) {
            if (number == MOST_PARTS) return 0;
            parts[number++] = part;
            if (is_joined(known, parts, number)) return 0;
            if (bracket && word == begin + 1 && is_bracketed(page, word, at)) return 0;
        }
        part = (Part){0, 1};
        word = at + 1;
    }
    return 1;
}

/* Lists what needs a closer look as begin, end and why: WORD, two letters or more that are no
   known word; CHUNK, what stands between blanks and mixes letters with signs or is cut by them.
   Answers how many there are, or -1 where the whole text needs one: the list is full, something
   is too long, or signs stand alone. `text` is ASCII, `places` has room for 3 * `room`.

   With `all` it lists everything that a step of unmask.py may change, or may ask about
   when it looks across the text: harmless words and those that people hide as well, chunks with
   * or with a FOREIGN sign, and LONE, each sign that stands alone, or beside signs that a step may
   take for none, behind two others that do. */
int64_t btl_skim(const Known *known, const uint8_t *text, int64_t size, int32_t *places,
                 int64_t room, int64_t all)
{
    const Page page = {known, text, size};
    int64_t found = 0, begin = -1, units = 0, lone = 0, letters = 0, chunk = 0;
    int odd = 0, signs = 0;
    uint8_t before = ' ';
    uint64_t hash = 0;
    for (int64_t at = 0; at <= size; at++) {
        uint8_t sign = sign_at(&page, at), shape = known->shapes[sign];
        if (shape == 'a') {
            if (begin < 0) { begin = at; hash = 0; }
            hash = hash * known->base + sign;
        } else if (begin >= 0) {
            uint64_t whole = hash * known->base | 1;
            odd |= is_apostrophe(&page, at);
            if (at - begin > known->longest || !has(known, whole) || (all && has(known, whole - 1))) {
                if ((at - begin > LONGEST_WORD && !all) || found + 3 > room) return -1;
                odd |= is_torn(&page, begin, at);
                if (at - begin > 1 && (all || !(has(known, whole - 1) || is_harmless(&page, begin, at))))
                    found = place(places, found, begin, at, WORD);
            }
            begin = -1;
        }
        odd |= is_mixed(before, shape) || (all && at < size && (sign == '*' || text[at] == FOREIGN));
        if (sign == ' ') {
            if (odd && (all || !is_open(&page, chunk, at))) {
                if ((at - chunk > LONGEST_CHUNK && !all) || found + 3 > room) return -1;
                found = place(places, found, chunk, at, CHUNK);
            }
            odd = 0;
            chunk = at + 1;
        }
        int foreign = all && at < size && text[at] == FOREIGN;
        if (is_unit(shape)) {
            units++;
            signs |= all && shape != 'a' && shape != '1';
        } else if (units || foreign) {
            lone = foreign + (units == 0 || units == 1 || signs ? lone + (units > 0) : 0);
            letters = units == 1 ? letters + (before == 'a') : 0;
            if (lone >= LONE_SIGNS && (all || letters >= LONE_LETTERS)) {
                if (!all || found + 3 > room) return -1;
                found = place(places, found, at - !foreign, at + foreign, LONE);
            }
            units = 0;
            signs = 0;
        }
        before = shape;
    }
    return found;
}

/* The same for many texts, without `all`: text i is text[offsets[i]] up to offsets[i + 1]. Each has
   room for `room` places, 3 * `room` numbers, and the answer for it is in `counts`. */
void btl_skim_all(const Known *known, const uint8_t *text, const int64_t *offsets, int64_t texts,
                  int32_t *places, int64_t room, int32_t *counts)
{
    for (int64_t one = 0; one < texts; one++)
        counts[one] = (int32_t)btl_skim(known, text + offsets[one], offsets[one + 1] - offsets[one],
                                        places + 3 * room * one, room, 0);
}
