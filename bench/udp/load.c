/*
 * Asks a server over UDP (lines: over TCP) as fast as it answers (or at a fixed rate), checks each answer byte for
 * byte, and prints one line of JSON. One thread, connected sockets on CPU 1; see usage() for the options.
 */
#define _GNU_SOURCE
#include "client.h"
#include "measure.h"
#include "question.h"

#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

enum {
    POLLED_SOCKETS = 32, /* up to here each socket is asked in turn; above, epoll tells which are worth it */
    LOAD_CPU = 1,
    OPEN_AT_A_RATE = 1024, /* questions of one client that are kept track of, at least */
};

static const uint64_t SECOND = 1000000000;
static const uint64_t GIVE_UP_NANOS = 200000000;
static const uint64_t LOOK_NANOS = 20000000;
static const uint64_t DRAIN_NANOS = 300000000;
static const uint64_t LEAST_DRAIN_NANOS = 20000000; /* an answer that comes twice must have time to show */

static struct {
    const char *address;
    int port, server_pid, sockets, window, length;
    bool bursts;
    double rate, warm_up_seconds, seconds;
    enum question_kind kind;
} option = {"127.0.0.1", 0, 0, 16, 128, 64, false, 0, 0.1, 0.6, ECHO};

static struct client *clients;

/* ---- the two ways to ask: as fast as answers come, or at a rate */

static int window_of_one(void)
{
    return option.window > option.sockets ? option.window / option.sockets : 1;
}

static void refill(struct client *c)
{
    int free = window_of_one() - c->waiting;
    if (free > 0 && 2 * free >= window_of_one())
        ask(c, free, now_nanos());
}

static void hear_and_refill(struct client *c)
{
    if (hear_all(c) && option.rate <= 0)
        refill(c);
}

/* Looks for sockets that wait in vain, so that a lost datagram does not stop them for ever. */
static void revive(uint64_t now)
{
    for (int i = 0; i < option.sockets; i++) {
        struct client *c = &clients[i];
        if (c->waiting > 0 && now > c->heard_nanos + GIVE_UP_NANOS)
            give_up(c);
        if (c->waiting == 0)
            refill(c);
    }
}

/* Asks what is due by now, each socket in its turn. A late question still counts from when it was due. */
static void ask_due(uint64_t start, uint64_t now)
{
    static uint64_t asked;
    uint64_t due = (uint64_t)((double)(now - start) * option.rate / (double)SECOND);
    for (int budget = 64; asked < due && budget > 0; budget--, asked++) {
        struct client *c = &clients[asked % option.sockets];
        ask(c, 1, start + (uint64_t)((double)asked * (double)SECOND / option.rate));
    }
}

static void hear_everybody(int epoll)
{
    if (epoll < 0) {
        for (int i = 0; i < option.sockets; i++)
            hear_and_refill(&clients[i]);
        return;
    }
    struct epoll_event ready[256];
    int count = epoll_wait(epoll, ready, 256, 0);
    for (int i = 0; i < count; i++)
        hear_and_refill(ready[i].data.ptr);
}

static void drain(void)
{
    uint64_t start = now_nanos(), now = start;
    bool waiting = true;
    while (now < start + LEAST_DRAIN_NANOS || (waiting && now < start + DRAIN_NANOS)) {
        waiting = false;
        for (int i = 0; i < option.sockets; i++) {
            hear_all(&clients[i]);
            waiting |= clients[i].waiting > 0;
        }
        now = now_nanos();
    }
}

/* ---- set-up */

static int open_clients(void)
{
    int epoll = option.sockets > POLLED_SOCKETS ? epoll_create1(0) : -1;
    prepare_clients(option.length, option.bursts, option.kind == LINE, option.rate > 0 ? OPEN_AT_A_RATE : window_of_one());
    clients = calloc(option.sockets, sizeof *clients);
    for (int i = 0; i < option.sockets; i++) {
        connect_client(&clients[i], option.address, option.port);
        struct epoll_event readable = {.events = EPOLLIN, .data.ptr = &clients[i]};
        if (epoll >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &readable) != 0) {
            perror("load: epoll_ctl");
            exit(1);
        }
    }
    return epoll;
}

static int usage(void)
{
    fprintf(stderr,
            "usage: load -p PORT [options]\n"
            "  -a ADDRESS   of the server (127.0.0.1)\n"
            "  -P PID       of the server, whose CPU time is told\n"
            "  -m KIND      echo, line (over TCP), text (for uppercase) or prime (echo)\n"
            "  -s SOCKETS   clients (16)\n"
            "  -w WINDOW    requests in flight, all clients together (128)\n"
            "  -l BYTES     of a request (64)\n"
            "  -g           send and take bursts (UDP_SEGMENT, UDP_GRO)\n"
            "  -r RATE      requests a second whatever comes back, instead of a window\n"
            "  -k SECONDS   before the measurement (0.1)\n"
            "  -t SECONDS   measured (0.6)\n");
    return 2;
}

static bool read_kind(const char *word)
{
    static const char *const kinds[] = {"echo", "line", "text", "prime"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, kinds[i]) == 0) {
            option.kind = (enum question_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_options(int count, char **words)
{
    for (int o; (o = getopt(count, words, "a:p:P:m:s:w:l:gr:k:t:")) != -1;) {
        switch (o) {
        case 'a': option.address = optarg; break;
        case 'p': option.port = atoi(optarg); break;
        case 'P': option.server_pid = atoi(optarg); break;
        case 's': option.sockets = atoi(optarg); break;
        case 'w': option.window = atoi(optarg); break;
        case 'l': option.length = atoi(optarg); break;
        case 'g': option.bursts = true; break;
        case 'r': option.rate = atof(optarg); break;
        case 'k': option.warm_up_seconds = atof(optarg); break;
        case 't': option.seconds = atof(optarg); break;
        case 'm':
            if (read_kind(optarg))
                break;
            return false;
        default: return false;
        }
    }
    bool burst_of_others = option.bursts && (option.kind == PRIME || option.kind == LINE); /* of many lengths, or none */
    return option.port > 0 && option.sockets > 0 && option.window > 0 && option.length >= 24
        && option.length <= LONGEST_QUESTION && !burst_of_others;
}

static void report(double elapsed_nanos, double server_nanos)
{
    double answers = total.measured > 0 ? (double)total.measured : 1;
    printf("{\"replies\":%.0f,\"cpu_us\":%.3f,\"cpu_share\":%.3f,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,"
           "\"sent\":%lu,\"answered\":%lu,\"lost\":%lu,\"late\":%lu,\"doubled\":%lu,\"wrong_length\":%lu,"
           "\"wrong_bytes\":%lu,\"unsent\":%lu}\n",
           (double)total.measured / elapsed_nanos * (double)SECOND, server_nanos / answers / 1000,
           server_nanos / elapsed_nanos, latency_micros(.5), latency_micros(.99), latency_micros(.999), total.sent,
           total.answered, total.sent - total.answered, total.late, total.doubled, total.wrong_length,
           total.wrong_bytes, total.unsent);
}

int main(int count, char **words)
{
    if (!read_options(count, words))
        return usage();
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(LOAD_CPU, &cpus);
    sched_setaffinity(0, sizeof cpus, &cpus); /* where there is one CPU only, it has to do */
    prepare_questions(option.kind, option.length);
    int epoll = open_clients();

    uint64_t start = now_nanos(), begin = 0, look = start, now;
    uint64_t measure_at = start + (uint64_t)(option.warm_up_seconds * (double)SECOND);
    uint64_t end = measure_at + (uint64_t)(option.seconds * (double)SECOND), server_nanos = 0;
    while ((now = now_nanos()) < end) {
        if (!measuring && now >= measure_at) {
            server_nanos = process_cpu_nanos(option.server_pid);
            begin = now_nanos();
            measuring = true;
        }
        if (option.rate > 0) {
            ask_due(start, now);
        } else if (now >= look) {
            revive(now);
            look = now + LOOK_NANOS;
        }
        hear_everybody(epoll);
    }
    double elapsed_nanos = (double)(now_nanos() - begin);
    server_nanos = process_cpu_nanos(option.server_pid) - server_nanos;
    measuring = false;
    drain();
    report(elapsed_nanos, (double)server_nanos);
    return 0;
}
