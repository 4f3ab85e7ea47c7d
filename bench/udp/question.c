#include "question.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 8, PATTERNS = 256, NUMBERS = 4096, NUMBER_BYTES = 24 };

static enum question_kind kind;
static int length;

/* Question n carries the bytes from [n % PATTERNS] on, behind its number. */
static char asked[PATTERNS + LONGEST_QUESTION];
static char wanted[PATTERNS + LONGEST_QUESTION];

static struct {
    char text[NUMBER_BYTES];
    int bytes;
    bool prime;
} numbers[NUMBERS];

/* The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014). */
static uint64_t next_random(void)
{
    static uint64_t state = 2024;
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static uint64_t times(uint64_t a, uint64_t b, uint64_t modulus)
{
    return (uint64_t)((unsigned __int128)a * b % modulus);
}

static bool passes_miller_rabin(uint64_t n, uint64_t base)
{
    int halvings = __builtin_ctzll(n - 1);
    uint64_t power = 1;
    for (uint64_t exponent = (n - 1) >> halvings; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            power = times(power, base, n);
        base = times(base, base, n);
    }
    if (power == 1 || power == n - 1)
        return true;
    for (int i = 1; i < halvings; i++) {
        power = times(power, power, n);
        if (power == n - 1)
            return true;
    }
    return false;
}

/* The first twelve primes as bases decide all n below 3.3e24 (Sorenson and Webster 2015). */
static bool is_prime(uint64_t n)
{
    static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    for (unsigned i = 0; i < sizeof bases / sizeof *bases; i++) {
        if (n % bases[i] == 0)
            return n == bases[i];
    }
    for (unsigned i = 0; i < sizeof bases / sizeof *bases; i++) {
        if (!passes_miller_rabin(n, bases[i]))
            return false;
    }
    return n > 1;
}

void prepare_questions(enum question_kind of_kind, int of_length)
{
    kind = of_kind;
    length = of_length;
    for (int i = 0; i < PATTERNS + length; i++) {
        asked[i] = kind == TEXT || kind == LINE ? 'a' + i % 26 : (char)(i * 7 + i / 256);
        wanted[i] = kind == TEXT ? 'A' + i % 26 : asked[i];
    }
    for (int i = 0; kind == PRIME && i < NUMBERS; i++) {
        uint64_t n = next_random();
        numbers[i].bytes = snprintf(numbers[i].text, NUMBER_BYTES, "%" PRIu64 "\n", n);
        numbers[i].prime = is_prime(n);
    }
}

int write_question(char *to, uint32_t number)
{
    if (kind == PRIME) {
        memcpy(to, numbers[number % NUMBERS].text, NUMBER_BYTES);
        return numbers[number % NUMBERS].bytes;
    }
    for (int i = 0; i < DIGITS; i++)
        to[i] = 'a' + (number >> (28 - 4 * i) & 15);
    memcpy(to + DIGITS, asked + number % PATTERNS, length - DIGITS);
    if (kind == TEXT || kind == LINE)
        to[length - 1] = '\n';
    return length;
}

int answer_length(void)
{
    return kind == PRIME ? 2 : kind == TEXT ? length - 1 : length;
}

bool answers_are_numbered(void)
{
    return kind != PRIME;
}

bool read_number(const char *answer, uint32_t *number)
{
    uint32_t value = 0;
    for (int i = 0; i < DIGITS; i++) {
        int digit = answer[i] - (kind == TEXT ? 'A' : 'a');
        if (digit < 0 || digit > 15)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    *number = value;
    return true;
}

bool is_right_answer(const char *answer, uint32_t number)
{
    if (kind == PRIME)
        return memcmp(answer, numbers[number % NUMBERS].prime ? "T\n" : "F\n", 2) == 0;
    int pattern = answer_length() - DIGITS - (kind == LINE);
    return memcmp(answer + DIGITS, wanted + number % PATTERNS, pattern) == 0
        && (kind != LINE || answer[length - 1] == '\n');
}
