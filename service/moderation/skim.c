/* One pass over a text: which of its words and chunks need a closer look. See skim.py.

   Several threads may skim while another one learns: the slots are atomic, and a word that is
   being learnt is either seen or looked at once more. Who learns holds a lock. */

#include <stdatomic.h>
#include <stdint.h>

#define LONGEST_WORD 60
#define LONGEST_CHUNK 200
#define LONE_SIGNS 3
#define FOREIGN 1 /* stands for a sign beyond ASCII that may be read as a letter */

enum { WORD = 0, CHUNK = 1, LONE = 2 };

typedef struct {
    const uint8_t *folds;    /* (128,): what an ASCII sign is folded to */
    const uint8_t *shapes;   /* (256,): the class of a sign, see draft.Draft */
    _Atomic uint64_t *slots; /* (mask + 1,): hashes, open addressing, 0 is empty, never full */
    uint64_t base;           /* odd, and nobody's to guess, so that nobody can fill one corner */
    int64_t mask;
    int64_t longest;         /* letters of the longest known word */
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

static int64_t take(const Known *known, uint64_t hash)
{
    uint64_t mask = (uint64_t)known->mask, at = hash >> 20 & mask;
    if (!hash || has(known, hash)) return 0;
    while (atomic_load_explicit(&known->slots[at], memory_order_relaxed)) at = (at + 1) & mask;
    atomic_store_explicit(&known->slots[at], hash, memory_order_relaxed);
    return 1;
}

/* Raised whenever a function below takes or answers something else. */
int64_t btl_skim_version(void)
{
    return 2;
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

/* Whether a sign stands between a word and something else that is no blank. */
static inline int is_torn(const Page *page, int64_t begin, int64_t end)
{
    const uint8_t *shapes = page->known->shapes;
    uint8_t left = sign_at(page, begin - 1), right = sign_at(page, end);
    return (is_cut(left, shapes[left]) && sign_at(page, begin - 2) != ' ')
        || (is_cut(right, shapes[right]) && sign_at(page, end + 1) != ' ');
}

static inline int64_t place(int32_t *places, int64_t found, int64_t begin, int64_t end, int why)
{
    places[3 * found] = (int32_t)begin;
    places[3 * found + 1] = (int32_t)end;
    places[3 * found + 2] = why;
    return found + 1;
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
    int64_t found = 0, begin = -1, units = 0, lone = 0, chunk = 0;
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
            if (at - begin > known->longest || !has(known, whole) || (all && has(known, whole - 1))) {
                if ((at - begin > LONGEST_WORD && !all) || found + 3 > room) return -1;
                odd |= is_torn(&page, begin, at);
                if (at - begin > 1 && (all || !has(known, whole - 1)))
                    found = place(places, found, begin, at, WORD);
            }
            begin = -1;
        }
        odd |= is_mixed(before, shape) || (all && at < size && (sign == '*' || text[at] == FOREIGN));
        if (sign == ' ') {
            if (odd) {
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
            if (lone >= LONE_SIGNS) {
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
