/*
 * Hears RTP at many ports of this machine and counts: crowd FIRST COUNT
 *
 * Takes the even ports FIRST, FIRST + 2, ... and says `ready`. At SIGTERM it prints, of the packets from the second one
 * of each port on, how many are missing or came out of order, and how long the kernel saw nothing between one and the
 * next: a median and two percentiles over all, the longest and when it was, counted from the first packet of its port,
 * and the longest of the port that fared best. Reports like those of a receiver go back once a second from the odd port
 * above.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_LISTENERS = 4096,
    BATCH = 32,
    LARGEST = 2048,
    RTP_HEADER = 12,
    BUFFER_BYTES = 1 << 20,
    STEP_NANOS = 10000,
    STEPS = 200000, /* two seconds; what is longer counts as that */
};

struct listener {
    int media;
    int control;
    struct sockaddr_in sender; /* its media port */
    uint32_t ssrc;
    uint64_t packets;
    uint64_t missing;
    uint64_t disordered;
    uint16_t next;
    uint64_t last_nanos;
    uint64_t first_nanos;
    uint64_t longest_nanos;
    uint64_t longest_at_nanos; /* where it ended */
};

static struct listener listeners[MOST_LISTENERS];
static int count;
static uint64_t gaps[STEPS];

static char datagrams[BATCH][LARGEST], controls[BATCH][64];
static struct sockaddr_in senders[BATCH];
static struct iovec spans[BATCH];
static struct mmsghdr messages[BATCH];

static void fail(const char *what)
{
    fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int bound_socket(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), one = 1, bytes = BUFFER_BYTES;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) != 0)
        fail("bind");
    return fd;
}

static void watch(int poll, int fd, uint64_t tag)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = tag};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0)
        fail("epoll_ctl");
}

static uint64_t arrival_nanos(struct msghdr *h)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c != NULL; c = CMSG_NXTHDR(h, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec t;
            memcpy(&t, CMSG_DATA(c), sizeof t);
            return t.tv_sec * 1000000000ull + t.tv_nsec;
        }
    }
    fail("no time of arrival");
    return 0;
}

static void count_gap(struct listener *l, uint64_t nanos)
{
    uint64_t step = nanos / STEP_NANOS;
    gaps[step < STEPS ? step : STEPS - 1]++;
    if (nanos > l->longest_nanos) {
        l->longest_nanos = nanos;
        l->longest_at_nanos = l->last_nanos + nanos;
    }
}

static void take(struct listener *l, const unsigned char *packet, unsigned length, struct msghdr *h)
{
    if (length < RTP_HEADER || packet[0] >> 6 != 2)
        return;
    uint16_t sequence = packet[2] << 8 | packet[3];
    uint64_t now = arrival_nanos(h);
    if (l->packets++ > 0) {
        int16_t ahead = sequence - l->next;
        l->missing += ahead > 0 ? ahead : 0;
        l->disordered += ahead < 0;
        count_gap(l, now - l->last_nanos);
    } else {
        l->first_nanos = now;
    }
    l->next = sequence + 1;
    l->last_nanos = now;
    memcpy(&l->ssrc, packet + 8, 4);
    l->sender = *(struct sockaddr_in *)h->msg_name;
}

static void drain(struct listener *l)
{
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            spans[i] = (struct iovec){datagrams[i], LARGEST};
            messages[i].msg_hdr = (struct msghdr){
                .msg_name = &senders[i], .msg_namelen = sizeof senders[i],
                .msg_iov = &spans[i], .msg_iovlen = 1,
                .msg_control = controls[i], .msg_controllen = sizeof controls[i],
            };
        }
        int n = recvmmsg(l->media, messages, BATCH, 0, NULL);
        for (int i = 0; i < n; i++)
            take(l, (unsigned char *)datagrams[i], messages[i].msg_len, &messages[i].msg_hdr);
        if (n < BATCH)
            return;
    }
}

/* What came to a control port is of no interest here. */
static void discard(int fd)
{
    char datagram[LARGEST];
    while (recv(fd, datagram, sizeof datagram, 0) >= 0)
        ;
}

/* A receiver report with one block, and a name (RFC 3550, sections 6.4.2 and 6.5). */
static void report(struct listener *l, int number)
{
    unsigned char packet[32 + 20] = {0x81, 201, 0, 7};
    uint32_t own = htonl(1000000 + number), highest = htonl((uint16_t)(l->next - 1));
    memcpy(packet + 4, &own, 4);
    memcpy(packet + 8, &l->ssrc, 4);
    memcpy(packet + 16, &highest, 4);
    unsigned char *name = packet + 32;
    memcpy(name, (unsigned char[]){0x81, 202, 0, 4}, 4);
    memcpy(name + 4, &own, 4);
    name[8] = 1;
    name[9] = 8;
    memcpy(name + 10, "listener", 8);
    struct sockaddr_in to = l->sender;
    to.sin_port = htons(ntohs(to.sin_port) + 1);
    sendto(l->control, packet, sizeof packet, 0, (struct sockaddr *)&to, sizeof to);
}

static void report_all(int timer)
{
    uint64_t turns;
    if (read(timer, &turns, sizeof turns) < 0)
        return;
    for (int i = 0; i < count; i++)
        if (listeners[i].packets > 0)
            report(&listeners[i], i);
}

static double gap_ms(double share)
{
    uint64_t all = 0, seen = 0;
    int step = 0;
    for (int i = 0; i < STEPS; i++)
        all += gaps[i];
    while (step < STEPS - 1 && (seen += gaps[step]) < share * all)
        step++;
    return step * (STEP_NANOS / 1e6);
}

static void tell(void)
{
    struct listener all = {0};
    uint64_t least = UINT64_MAX, best = UINT64_MAX;
    for (int i = 0; i < count; i++) {
        struct listener *l = &listeners[i];
        all.packets += l->packets;
        all.missing += l->missing;
        all.disordered += l->disordered;
        if (l->longest_nanos > all.longest_nanos) {
            all.longest_nanos = l->longest_nanos;
            all.longest_at_nanos = l->longest_at_nanos - l->first_nanos;
        }
        best = l->longest_nanos < best ? l->longest_nanos : best;
        least = l->packets < least ? l->packets : least;
    }
    printf("{\"packets\": %lu, \"least\": %lu, \"missing\": %lu, \"disordered\": %lu, \"middle_ms\": %.2f, "
           "\"p99_ms\": %.2f, \"p999_ms\": %.2f, \"longest_ms\": %.2f, \"longest_at_s\": %.1f, "
           "\"best_longest_ms\": %.2f}\n",
           all.packets, least, all.missing, all.disordered, gap_ms(0.5), gap_ms(0.99), gap_ms(0.999),
           all.longest_nanos / 1e6, all.longest_at_nanos / 1e9, best / 1e6);
}

static int end_signal(void)
{
    sigset_t end;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_BLOCK, &end, NULL);
    return signalfd(-1, &end, 0);
}

static int every_second(void)
{
    struct itimerspec second = {{1, 0}, {1, 0}};
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    timerfd_settime(fd, 0, &second, NULL);
    return fd;
}

int main(int argc, char **argv)
{
    int first = argc == 3 ? atoi(argv[1]) : 0;
    count = argc == 3 ? atoi(argv[2]) : 0;
    if (count < 1 || count > MOST_LISTENERS || first < 2 || first % 2 || first + 2 * count > 65536) {
        fprintf(stderr, "usage: crowd FIRST COUNT (FIRST is even; 1 to %d listeners)\n", MOST_LISTENERS);
        return 2;
    }
    int poll = epoll_create1(0), end = end_signal(), timer = every_second();
    for (int i = 0; i < count; i++) {
        listeners[i].media = bound_socket(first + 2 * i);
        listeners[i].control = bound_socket(first + 2 * i + 1);
        watch(poll, listeners[i].media, 2 * i);
        watch(poll, listeners[i].control, 2 * i + 1);
    }
    watch(poll, timer, 2 * MOST_LISTENERS);
    watch(poll, end, 2 * MOST_LISTENERS + 1);
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[BATCH];
        int n = epoll_wait(poll, events, BATCH, -1);
        for (int i = 0; i < n; i++) {
            uint64_t tag = events[i].data.u64;
            if (tag == 2 * MOST_LISTENERS + 1) {
                tell();
                return 0;
            }
            if (tag == 2 * MOST_LISTENERS)
                report_all(timer);
            else if (tag % 2)
                discard(listeners[tag / 2].control);
            else
                drain(&listeners[tag / 2]);
        }
    }
}
