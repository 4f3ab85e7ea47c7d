#define _GNU_SOURCE
#include "client.h"
#include "measure.h"
#include "question.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { LARGEST = 65536, SEND_BATCH = 32, PLAIN_BUFFERS = 64, BURST_BUFFERS = 8, BUFFER_BYTES = 4 << 20 };

enum fate { ANSWERED, WAITING, GIVEN_UP };

struct pending {
    uint64_t asked_nanos;
    uint32_t number;
    enum fate fate;
};

struct totals total;
bool measuring;

static int length;
static bool bursts;
static bool stream;
static int send_limit;
static uint32_t pending_mask;

static char *out_bytes;
static struct iovec out_spans[SEND_BATCH];
static struct mmsghdr out_messages[SEND_BATCH];
static char *in_bytes;
static int in_buffers;
static struct iovec in_spans[PLAIN_BUFFERS];
static struct mmsghdr in_messages[PLAIN_BUFFERS];
static char in_controls[PLAIN_BUFFERS][64];

void prepare_clients(int of_length, bool in_bursts, bool over_tcp, int open_questions)
{
    uint32_t places = 64;
    while (places < 4 * (uint32_t)open_questions)
        places *= 2;
    pending_mask = places - 1;
    length = of_length;
    bursts = in_bursts;
    stream = over_tcp;
    send_limit = bursts && LONGEST_QUESTION / length < SEND_BATCH ? LONGEST_QUESTION / length : SEND_BATCH;
    out_bytes = malloc((size_t)SEND_BATCH * length);
    in_buffers = bursts ? BURST_BUFFERS : PLAIN_BUFFERS;
    int buffer_bytes = bursts || stream || length > 2000 ? LARGEST : 2048;
    in_bytes = malloc((size_t)in_buffers * buffer_bytes);
    for (int i = 0; i < in_buffers; i++) {
        in_spans[i] = (struct iovec){in_bytes + (size_t)i * buffer_bytes, buffer_bytes};
        in_messages[i].msg_hdr = (struct msghdr){.msg_iov = &in_spans[i], .msg_iovlen = 1};
        in_messages[i].msg_hdr.msg_control = bursts ? in_controls[i] : NULL;
    }
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

void connect_client(struct client *c, const char *address, int port)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    int bytes = BUFFER_BYTES, on = 1;
    if (inet_pton(AF_INET, address, &server.sin_addr) != 1)
        fail("load: the address must be an IPv4 one");
    c->fd = socket(AF_INET, stream ? SOCK_STREAM : SOCK_DGRAM, 0);
    c->part = malloc(length);
    c->pending = calloc(pending_mask + 1, sizeof *c->pending);
    setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (connect(c->fd, (struct sockaddr *)&server, sizeof server) != 0)
        fail("load: connect");
    if (stream && setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        fail("load: TCP_NODELAY");
    if (bursts
        && (setsockopt(c->fd, SOL_UDP, UDP_SEGMENT, &length, sizeof length) != 0
            || setsockopt(c->fd, SOL_UDP, UDP_GRO, &on, sizeof on) != 0))
        fail("load: this kernel has no UDP_SEGMENT and UDP_GRO (Linux 5.0 and later have)");
}

/* ---- asking */

static void fill_batch(struct client *c, int count)
{
    for (int i = 0; i < count; i++) {
        char *to = out_bytes + (size_t)i * length;
        out_spans[i] = (struct iovec){to, write_question(to, c->next + i)};
        out_messages[i].msg_hdr = (struct msghdr){.msg_iov = &out_spans[i], .msg_iovlen = 1};
    }
}

/* Sends up to count questions that were filled in and tells how many the kernel took. */
static int send_batch(struct client *c, int count)
{
    if (count == 1 || bursts || stream) {
        size_t bytes = 0;
        for (int i = 0; i < count; i++)
            bytes += out_spans[i].iov_len;
        ssize_t sent = send(c->fd, out_bytes, bytes, MSG_DONTWAIT);
        if (stream && sent != (ssize_t)bytes)
            fail("load: a connection takes no more");
        return sent < 0 ? 0 : count;
    }
    int sent = sendmmsg(c->fd, out_messages, count, MSG_DONTWAIT);
    return sent < 0 ? 0 : sent;
}

void ask(struct client *c, int count, uint64_t asked_nanos)
{
    while (count > 0) {
        int wanted = count < send_limit ? count : send_limit;
        fill_batch(c, wanted);
        int sent = send_batch(c, wanted);
        if (c->waiting == 0)
            c->heard_nanos = asked_nanos;
        for (int i = 0; i < sent; i++) {
            uint32_t number = c->next++;
            c->pending[number & pending_mask] = (struct pending){asked_nanos, number, WAITING};
        }
        c->waiting += sent;
        total.sent += sent;
        total.unsent += wanted - sent;
        if (sent < wanted)
            return;
        count -= sent;
    }
}

/* ---- hearing */

/* Finds the question of an answer, or NULL where none is open: it was answered before, or never asked. */
static struct pending *question_of(struct client *c, const char *answer)
{
    uint32_t number;
    if (!answers_are_numbered()) {
        if (c->in_order == c->next)
            return NULL;
        number = c->in_order++;
    } else if (!read_number(answer, &number)) {
        return NULL;
    }
    struct pending *p = &c->pending[number & pending_mask];
    return p->number == number && p->fate != ANSWERED ? p : NULL;
}

static void hear(struct client *c, const char *answer, int bytes, uint64_t now)
{
    if (bytes != answer_length()) {
        total.wrong_length++;
        return;
    }
    struct pending *p = question_of(c, answer);
    if (p == NULL) {
        total.doubled++;
        return;
    }
    if (!is_right_answer(answer, p->number))
        total.wrong_bytes++;
    if (p->fate == WAITING)
        c->waiting--;
    else
        total.late++;
    p->fate = ANSWERED;
    c->heard_nanos = now;
    total.answered++;
    if (measuring) {
        total.measured++;
        record_latency(now > p->asked_nanos ? now - p->asked_nanos : 0);
    }
}

static int segment_size(struct msghdr *h)
{
    for (struct cmsghdr *m = CMSG_FIRSTHDR(h); m != NULL; m = CMSG_NXTHDR(h, m)) {
        if (m->cmsg_level == SOL_UDP && m->cmsg_type == UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(m), sizeof size);
            return size;
        }
    }
    return 0;
}

static void hear_message(struct client *c, int i, uint64_t now)
{
    const char *bytes = in_spans[i].iov_base;
    int left = (int)in_messages[i].msg_len;
    int segment = bursts ? segment_size(&in_messages[i].msg_hdr) : 0;
    if (segment <= 0)
        segment = left;
    do {
        int one = left < segment ? left : segment;
        hear(c, bytes, one, now);
        bytes += one;
        left -= one;
    } while (left > 0);
}

/* What has come of a stream; its answers are all of one length. */
static bool hear_stream(struct client *c)
{
    memcpy(in_bytes, c->part, c->part_bytes);
    ssize_t received = recv(c->fd, in_bytes + c->part_bytes, LARGEST - c->part_bytes, MSG_DONTWAIT);
    if (received < 0)
        return false;
    if (received == 0)
        fail("load: a connection ended");
    uint64_t now = now_nanos();
    char *next = in_bytes, *end = in_bytes + c->part_bytes + received;
    for (; end - next >= answer_length(); next += answer_length())
        hear(c, next, answer_length(), now);
    c->part_bytes = end - next;
    memcpy(c->part, next, c->part_bytes);
    return true;
}

bool hear_all(struct client *c)
{
    if (stream)
        return hear_stream(c);
    bool heard = false;
    int received;
    do {
        for (int i = 0; i < in_buffers; i++)
            in_messages[i].msg_hdr.msg_controllen = bursts ? sizeof in_controls[i] : 0;
        received = recvmmsg(c->fd, in_messages, in_buffers, MSG_DONTWAIT, NULL);
        uint64_t now = now_nanos();
        for (int i = 0; i < received; i++)
            hear_message(c, i, now);
        heard |= received > 0;
    } while (received == in_buffers);
    return heard;
}

void give_up(struct client *c)
{
    for (uint32_t i = 0; i <= pending_mask; i++) {
        if (c->pending[i].fate == WAITING)
            c->pending[i].fate = GIVEN_UP;
    }
    c->waiting = 0;
    c->in_order = c->next;
}
