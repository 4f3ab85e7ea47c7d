/*
 * Forges UDP datagrams on loopback, as root (raw socket): forge SOURCE SOURCE_PORT PORT COUNT RATE
 *
 * Sends COUNT datagrams of 64 bytes to 127.0.0.1:PORT at up to RATE a second. The first comes from SOURCE, each
 * further one from the address after it: all must lie in 127.0.0.0/8, or the answers would leave this machine.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, PAYLOAD_BYTES = 64, LOOPBACK = 127 };

struct packet {
    struct iphdr ip;
    struct udphdr udp;
    char payload[PAYLOAD_BYTES];
} __attribute__((packed));

static struct packet packets[BATCH];
static struct iovec spans[BATCH];
static struct mmsghdr messages[BATCH];
static struct sockaddr_in target = {.sin_family = AF_INET};

/* The kernel fills in length, identification and checksum of the IP header (raw(7)); a UDP checksum of 0 is none. */
static void prepare(int source_port, int port)
{
    target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < BATCH; i++) {
        struct packet *p = &packets[i];
        p->ip = (struct iphdr){.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP};
        p->ip.daddr = target.sin_addr.s_addr;
        p->udp.source = htons(source_port);
        p->udp.dest = htons(port);
        p->udp.len = htons(sizeof p->udp + PAYLOAD_BYTES);
        memset(p->payload, 'x', PAYLOAD_BYTES);
        spans[i] = (struct iovec){p, sizeof *p};
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &target, .msg_namelen = sizeof target, .msg_iov = &spans[i], .msg_iovlen = 1};
    }
}

static void wait_until(const struct timespec *start, double seconds)
{
    struct timespec t = *start;
    t.tv_sec += (time_t)seconds;
    t.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static uint32_t send_all(int raw, uint32_t source, uint32_t count, double rate)
{
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    uint32_t sent = 0;
    while (sent < count) {
        int batch = count - sent < BATCH ? (int)(count - sent) : BATCH;
        for (int i = 0; i < batch; i++)
            packets[i].ip.saddr = htonl(source + sent + i);
        int done = sendmmsg(raw, messages, batch, 0);
        if (done <= 0) {
            perror("forge: sendmmsg");
            break;
        }
        sent += done;
        wait_until(&start, sent / rate);
    }
    return sent;
}

int main(int count, char **words)
{
    struct in_addr source;
    if (count != 6 || inet_pton(AF_INET, words[1], &source) != 1 || atof(words[5]) <= 0) {
        fprintf(stderr, "usage: forge SOURCE SOURCE_PORT PORT COUNT RATE\n");
        return 2;
    }
    uint32_t first = ntohl(source.s_addr), wanted = strtoul(words[4], NULL, 10);
    if (first >> 24 != LOOPBACK || (wanted > 0 && (first + wanted - 1) >> 24 != LOOPBACK)) {
        fprintf(stderr, "forge: all sources must lie in 127.0.0.0/8\n");
        return 2;
    }
    int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    if (raw < 0) {
        perror("forge: a raw socket takes root");
        return 1;
    }
    prepare(atoi(words[2]), atoi(words[3]));
    uint32_t sent = send_all(raw, first, wanted, atof(words[5]));
    printf("%u\n", sent);
    return sent == wanted ? 0 : 1;
}
