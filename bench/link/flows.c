/*
 * Tells who sends how much over a device, as root: flows DEVICE [PORT]
 *
 * Every 50 ms, until it is stopped, a line of JSON: the time (CLOCK_MONOTONIC, s), and for each flow of IPv4 that was
 * seen so far its packets, the bytes behind their TCP or UDP headers, and those of them that are file content in
 * datagrams of Paloma's transfer. Its packets are sealed, so all of more than 512 bytes count as Data, with 37 bytes beside
 * the file's: the few probes of the path's MTU and of many hashes do too. "missed" counts what the kernel could not
 * show. Both directions are seen; a flow is named by protocol, source, destination. With PORT, the other port of what goes
 * to it or comes from it counts as 0: for clients that change theirs.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    SEEN_BYTES = 128,
    MOST_FLOWS = 256,
    BUFFER_BYTES = 32 << 20,
    TICK_MILLIS = 50,
    EARLY_TYPE = 0x07,
    PACKET_TYPE = 0x08,
    DATA_LEAST_BYTES = 512,
    DATA_OTHER_BYTES = 37,
};

struct key {
    uint32_t source, destination;
    uint16_t source_port, destination_port;
    uint32_t protocol;
};

struct flow {
    struct key key;
    uint64_t packets, bytes, file_bytes;
};

static struct flow flows[MOST_FLOWS];
static int flow_count;
static uint64_t missed;
static uint16_t merged_port;

static void fail(const char *what)
{
    fprintf(stderr, "flows: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int packet_socket(const char *device)
{
    int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL)); /* ETH_P_IP would not see what leaves */
    if (fd < 0)
        fail("a packet socket takes root");
    int bytes = BUFFER_BYTES;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
    struct sockaddr_ll here = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(device)};
    if (here.sll_ifindex == 0 || bind(fd, (struct sockaddr *)&here, sizeof here) != 0)
        fail(device);
    return fd;
}

static struct flow *flow_of(const struct key *key)
{
    for (int i = 0; i < flow_count; i++)
        if (memcmp(&flows[i].key, key, sizeof *key) == 0)
            return &flows[i];
    if (flow_count == MOST_FLOWS)
        return NULL;
    flows[flow_count].key = *key;
    return &flows[flow_count++];
}

/* Counts a packet of `bytes` bytes, of which SEEN_BYTES are here at most. */
static void count(const unsigned char *packet, int seen, int bytes)
{
    const struct iphdr *ip = (const void *)packet;
    const unsigned char *transport = packet + ip->ihl * 4;
    int is_tcp = ip->protocol == IPPROTO_TCP, left = seen - ip->ihl * 4;
    if (seen < 20 || ip->version != 4 || left < (is_tcp ? 20 : 8) || (!is_tcp && ip->protocol != IPPROTO_UDP))
        return;
    const struct udphdr *ports = (const void *)transport;
    struct key key = {ip->saddr, ip->daddr, ntohs(ports->source), ntohs(ports->dest), ip->protocol};
    if (key.destination_port == merged_port)
        key.source_port = 0;
    else if (key.source_port == merged_port)
        key.destination_port = 0;
    struct flow *flow = flow_of(&key);
    if (flow == NULL)
        return;
    int header = is_tcp ? ((const struct tcphdr *)ports)->doff * 4 : 8;
    int payload = bytes - ip->ihl * 4 - header;
    flow->packets++;
    flow->bytes += payload;
    int type = is_tcp || left <= 8 ? 0 : transport[8];
    if ((type == PACKET_TYPE || type == EARLY_TYPE) && payload > DATA_LEAST_BYTES)
        flow->file_bytes += payload - DATA_OTHER_BYTES;
}

static void take_in(int fd)
{
    unsigned char packet[SEEN_BYTES];
    ssize_t n;
    while ((n = recv(fd, packet, sizeof packet, MSG_DONTWAIT | MSG_TRUNC)) >= 0)
        count(packet, n < SEEN_BYTES ? (int)n : SEEN_BYTES, (int)n);
    struct tpacket_stats stats;
    socklen_t size = sizeof stats;
    if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size) == 0)
        missed += stats.tp_drops;
}

static void print_end(uint32_t address, uint16_t port)
{
    struct in_addr in = {address};
    printf("%s:%u", inet_ntoa(in), port);
}

static void tell(void)
{
    printf("{\"at\":%.6f,\"missed\":%llu,\"flows\":{", now(), (unsigned long long)missed);
    for (int i = 0; i < flow_count; i++) {
        const struct flow *f = &flows[i];
        printf("%s\"%s ", i ? "," : "", f->key.protocol == IPPROTO_TCP ? "tcp" : "udp");
        print_end(f->key.source, f->key.source_port);
        putchar(' ');
        print_end(f->key.destination, f->key.destination_port);
        printf("\":[%llu,%llu,%llu]", (unsigned long long)f->packets, (unsigned long long)f->bytes,
               (unsigned long long)f->file_bytes);
    }
    puts("}}");
    fflush(stdout);
}

int main(int words_count, char **words)
{
    if (words_count != 2 && words_count != 3) {
        fprintf(stderr, "usage: flows DEVICE [PORT]\n");
        return 2;
    }
    merged_port = words_count == 3 ? (uint16_t)atoi(words[2]) : 0;
    int fd = packet_socket(words[1]);
    double next = now();
    for (;;) {
        double t = now();
        if (t >= next) {
            tell();
            next = t + TICK_MILLIS / 1e3;
        }
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, (int)((next - t) * 1e3) + 1) > 0)
            take_in(fd);
    }
}
