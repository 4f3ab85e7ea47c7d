/*
 * A UDP echo to compare with, on 127.0.0.1: echo simple|gro PORT
 *
 *   simple  recvfrom and sendto, one datagram at a time: what a first book on sockets teaches
 *   gro     bursts of one peer come as one buffer (UDP_GRO) and leave as one (UDP_SEGMENT):
 *           about the most that the kernel lets a socket do
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { LARGEST = 65536, BATCH = 16, BUFFER_BYTES = 4 << 20 };

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
    struct sockaddr_storage peer;
    struct iovec span;
};

static struct burst bursts[BATCH];
static struct mmsghdr messages[BATCH];

static void make_ready(int i)
{
    struct burst *b = &bursts[i];
    b->span = (struct iovec){b->bytes, LARGEST};
    messages[i].msg_hdr = (struct msghdr){
        .msg_name = &b->peer,
        .msg_namelen = sizeof b->peer,
        .msg_iov = &b->span,
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

static void turn_around(struct mmsghdr *m)
{
    struct msghdr *h = &m->msg_hdr;
    int size = segment_size(h);
    h->msg_iov->iov_len = m->msg_len;
    if (size == 0 || size >= (int)m->msg_len) {
        h->msg_control = NULL;
        h->msg_controllen = 0;
        return;
    }
    unsigned short segment = size;
    h->msg_controllen = CMSG_SPACE(sizeof segment);
    struct cmsghdr *c = CMSG_FIRSTHDR(h);
    c->cmsg_level = SOL_UDP;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(c), &segment, sizeof segment);
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
        for (int i = 0; i < received; i++)
            turn_around(&messages[i]);
        for (int done = 0; done < received;) {
            int sent = sendmmsg(fd, messages + done, received - done, 0);
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
