/* What is asked and what must come back. Each question has a number, so that no answer can pass for another. */
#ifndef QUESTION_H
#define QUESTION_H

#include <stdbool.h>
#include <stdint.h>

enum question_kind {
    ECHO, /* any bytes; the same must come back */
    LINE, /* lower case letters and a line feed; the same must come back: over TCP */
    TEXT, /* lower case letters and a line feed; the letters must come back raised, the line feed stripped */
    PRIME /* a random number below 2^64 in decimal and a line feed; T or F and a line feed must come back */
};

enum { SHORTEST_QUESTION = 16, LONGEST_QUESTION = 65000 };

/* Chooses the kind of all questions and their length in bytes, which prime takes as a bound only. */
void prepare_questions(enum question_kind kind, int length);

/* Writes a question and tells its length. */
int write_question(char *to, uint32_t number);

/* The length that the answer to a question must have. */
int answer_length(void);

/* Whether an answer tells the number of its question; those of prime do not, they come in order. */
bool answers_are_numbered(void);

/* Reads the number of the question from an answer of at least 8 bytes; false where there is none. */
bool read_number(const char *answer, uint32_t *number);

/* Whether this is, byte for byte, the answer to that question; its length was found right before. */
bool is_right_answer(const char *answer, uint32_t number);

#endif
