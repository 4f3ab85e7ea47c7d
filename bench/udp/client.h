/* The clients: each a connected socket with questions that wait for their answers. */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stdint.h>

struct pending;

struct client {
    int fd;
    uint32_t next;     /* the number of the next question */
    uint32_t in_order; /* the question that an answer without a number belongs to */
    int waiting;
    uint64_t heard_nanos;
    struct pending *pending;
    char *part; /* of an answer that a stream has not brought whole yet */
    int part_bytes;
};

/* What became of all questions since the start; measured counts answers while measuring is set. */
struct totals {
    uint64_t sent, answered, measured, late, doubled, wrong_length, wrong_bytes, unsent;
};

extern struct totals total;
extern bool measuring;

/*
 * Makes the buffers that all clients share and chooses how many questions of one may be open.
 *
 * length: bytes of the longest question; bursts: whether to send and take several as one (UDP_SEGMENT, UDP_GRO);
 * stream: whether to ask over TCP
 */
void prepare_clients(int length, bool bursts, bool stream, int open_questions);

/* Connects a client to an IPv4 address; ends the program where that cannot be. */
void connect_client(struct client *c, const char *address, int port);

/* Asks count questions; their latency counts from asked_nanos. */
void ask(struct client *c, int count, uint64_t asked_nanos);

/* Hears all that lies ready; tells whether that was anything. */
bool hear_all(struct client *c);

/* Waits no longer for what is open; an answer that comes all the same counts as late. */
void give_up(struct client *c);

#endif
