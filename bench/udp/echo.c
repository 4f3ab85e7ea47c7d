/*
 * A UDP echo to compare with, on 127.0.0.1: echo simple|gro PORT
 *
 *   simple  recvfrom and sendto, one datagram at a time: what a first book on sockets teaches
 *   gro     bursts of one peer come as one buffer (UDP_GRO) and leave as one (UDP_SEGMENT), and so do the answers to
 *           datagrams of one peer that came one behind the other: about the most that the kernel lets a socket do
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { LARGEST = 65536, LARGEST_PAYLOAD = 65507, LARGEST_JOINED = 1200, BATCH = 64, BUFFER_BYTES = 4 << 20 };

static int bound_socket(int port)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int bytes = BUFFER_BYTES;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) != 0) {
        perror("echo: bind");
        exit(1);
    }
    return fd;
}

static void echo_one_by_one(int fd)
{
    static char datagram[LARGEST];
    for (;;) {
        struct sockaddr_storage peer;
        socklen_t peer_size = sizeof peer;
        ssize_t n = recvfrom(fd, datagram, sizeof datagram, 0, (struct sockaddr *)&peer, &peer_size);
        if (n >= 0)
            sendto(fd, datagram, n, 0, (struct sockaddr *)&peer, peer_size);
    }
}

struct burst {
    char bytes[LARGEST];
    char control[64];
    struct sockaddr_in peer;
};

static struct burst bursts[BATCH];
static struct iovec spans[BATCH];
static struct mmsghdr messages[BATCH];
static struct mmsghdr answers[BATCH];

static void make_ready(int i)
{
    struct burst *b = &bursts[i];
    spans[i] = (struct iovec){b->bytes, LARGEST};
    messages[i].msg_hdr = (struct msghdr){
        .msg_name = &b->peer,
        .msg_namelen = sizeof b->peer,
        .msg_iov = &spans[i],
        .msg_iovlen = 1,
        .msg_control = b->control,
        .msg_controllen = sizeof b->control,
    };
}

/* The size of each datagram in a burst, or 0 where the buffer holds a single one. */
static int segment_size(struct msghdr *h)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c != NULL; c = CMSG_NXTHDR(h, c)) {
        if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(c), sizeof size);
            return size;
        }
    }
    return 0;
}

static void part_into(struct msghdr *h, unsigned short segment)
{
    h->msg_controllen = CMSG_SPACE(sizeof segment);
    struct cmsghdr *c = CMSG_FIRSTHDR(h);
    c->cmsg_level = SOL_UDP;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(c), &segment, sizeof segment);
}

static bool follows(const struct mmsghdr *m, const struct mmsghdr *first)
{
    const struct sockaddr_in *a = m->msg_hdr.msg_name, *b = first->msg_hdr.msg_name;
    return m->msg_len == first->msg_len && m->msg_len <= LARGEST_JOINED && segment_size((struct msghdr *)&m->msg_hdr) == 0
        && a->sin_port == b->sin_port && a->sin_addr.s_addr == b->sin_addr.s_addr;
}

/* Makes the answer to message i, and to those behind it that it can be joined with; tells how many that are. */
static int answer(struct mmsghdr *to, int i, int received)
{
    int size = segment_size(&messages[i].msg_hdr), bytes = messages[i].msg_len, joined = 1;
    spans[i].iov_len = bytes;
    while (size == 0 && i + joined < received && (joined + 1) * bytes <= LARGEST_PAYLOAD
           && follows(&messages[i + joined], &messages[i]))
        spans[i + joined++].iov_len = bytes;
    *to = messages[i];
    to->msg_hdr.msg_iovlen = joined;
    if (joined > 1 || (size > 0 && size < bytes)) {
        part_into(&to->msg_hdr, joined > 1 ? bytes : size);
    } else {
        to->msg_hdr.msg_control = NULL;
        to->msg_hdr.msg_controllen = 0;
    }
    return joined;
}

static void echo_bursts(int fd)
{
    int on = 1;
    if (setsockopt(fd, SOL_UDP, UDP_GRO, &on, sizeof on) != 0) {
        perror("echo: this kernel has no UDP_GRO (Linux 5.0 and later have)");
        exit(1);
    }
    for (;;) {
        for (int i = 0; i < BATCH; i++)
            make_ready(i);
        int received = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
        int count = 0;
        for (int i = 0; i < received;)
            i += answer(&answers[count++], i, received);
        for (int done = 0; done < count;) {
            int sent = sendmmsg(fd, answers + done, count - done, 0);
            done += sent > 0 ? sent : 1; /* what the kernel refuses is left out */
        }
    }
}

int main(int count, char **words)
{
    int port = count == 3 ? atoi(words[2]) : 0;
    if (port > 0 && strcmp(words[1], "simple") == 0)
        echo_one_by_one(bound_socket(port));
    if (port > 0 && strcmp(words[1], "gro") == 0)
        echo_bursts(bound_socket(port));
    fprintf(stderr, "usage: echo simple|gro PORT\n");
    return 2;
}
