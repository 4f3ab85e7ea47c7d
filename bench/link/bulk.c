/*
 * Bytes over TCP by a plain socket, to compare with.
 *
 *   bulk serve PORT CONGESTION
 *   bulk put|get HOST PORT CONGESTION BYTES SECONDS
 *
 * The client says which way and how many bytes. Whoever takes them counts them and throws them away; after a put the
 * server answers with its count, which ends the time that began before connect(2). After SECONDS the client stops, and
 * tells how many came (get) or were acknowledged (put) until then. CONGESTION is one that the kernel has (cubic, bbr).
 * The last line of a client is like that of `paloma client put`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 256 << 10,
    SEND_BUFFER_BYTES = 4 << 20, /* the default lets BBR have no more than .45 of `far`, this .61 */
    LONGEST_SECONDS = 3600,
};

struct wish {
    uint64_t put;
    uint64_t bytes;
};

static char zeros[BLOCK_BYTES];

static void fail(const char *what)
{
    fprintf(stderr, "bulk: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int tcp_socket(const char *congestion)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), bytes = SEND_BUFFER_BYTES;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    if (setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, congestion, strlen(congestion)) != 0)
        fail(congestion);
    return fd;
}

/* False when time is over first. */
static int await(int fd, short events, double end)
{
    struct pollfd p = {.fd = fd, .events = events};
    int millis = (int)((end - now()) * 1e3) + 1;
    return millis > 0 && poll(&p, 1, millis) > 0;
}

/* Takes bytes until there are as many, the peer stops, or time is over; gives how many came. */
static uint64_t take(int fd, uint64_t wanted, double end)
{
    char *block = malloc(BLOCK_BYTES);
    uint64_t count = 0;
    while (count < wanted && await(fd, POLLIN, end)) {
        ssize_t n = recv(fd, block, BLOCK_BYTES, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN))
            break;
        count += n > 0 ? n : 0;
    }
    free(block);
    return count;
}

/* Gives bytes until there are none left, the peer says something, or time is over. */
static void give(int fd, uint64_t left, double end)
{
    struct pollfd p = {.fd = fd, .events = POLLIN | POLLOUT};
    while (left > 0 && now() < end && poll(&p, 1, (int)((end - now()) * 1e3) + 1) > 0) {
        if (p.revents & (POLLIN | POLLERR | POLLHUP))
            return;
        ssize_t n = send(fd, zeros, left < BLOCK_BYTES ? left : BLOCK_BYTES, MSG_DONTWAIT | MSG_NOSIGNAL);
        left -= n > 0 ? n : 0;
    }
}

static int read_whole(int fd, void *target, size_t bytes)
{
    return recv(fd, target, bytes, MSG_WAITALL) == (ssize_t)bytes;
}

static void *serve_one(void *argument)
{
    int fd = (int)(intptr_t)argument;
    struct wish wish;
    if (read_whole(fd, &wish, sizeof wish)) {
        uint64_t bytes = be64toh(wish.bytes), count = 0;
        if (be64toh(wish.put)) {
            count = htobe64(take(fd, bytes, now() + LONGEST_SECONDS));
            send(fd, &count, sizeof count, MSG_NOSIGNAL);
        } else {
            give(fd, bytes, now() + LONGEST_SECONDS);
        }
    }
    close(fd);
    return NULL;
}

static void serve(int port, const char *congestion)
{
    int listener = tcp_socket(congestion), on = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 16) != 0)
        fail("listen");
    printf("ready :%d\n", port);
    fflush(stdout);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        pthread_t thread;
        if (fd >= 0 && pthread_create(&thread, NULL, serve_one, (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
}

static int connected(const char *host, int port, const char *congestion)
{
    int fd = tcp_socket(congestion);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &there.sin_addr) != 1)
        fail(host);
    if (connect(fd, (struct sockaddr *)&there, sizeof there) != 0)
        fail("connect");
    return fd;
}

static struct tcp_info info_of(int fd)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    memset(&info, 0, sizeof info);
    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
    return info;
}

static uint64_t put(int fd, uint64_t bytes, double end)
{
    uint64_t count = 0;
    give(fd, bytes, end);
    if (await(fd, POLLIN, end) && read_whole(fd, &count, sizeof count))
        return be64toh(count);
    uint64_t acknowledged = info_of(fd).tcpi_bytes_acked, opening = 1 + sizeof(struct wish);
    return acknowledged > opening ? acknowledged - opening : 0;
}

static void tell(int fd, int is_put, uint64_t bytes, double seconds)
{
    struct tcp_info info = info_of(fd);
    printf("{\"event\":\"done\",\"bytes\":%llu,\"seconds\":%.6f", (unsigned long long)bytes, seconds);
    if (is_put)
        printf(",\"sent_bytes\":%llu,\"retransmitted\":%llu", (unsigned long long)info.tcpi_bytes_sent,
               (unsigned long long)info.tcpi_bytes_retrans);
    printf(",\"rtt_ms\":%.3f}\n", info.tcpi_min_rtt / 1e3);
}

static void ask(int is_put, const char *host, int port, const char *congestion, uint64_t bytes, double seconds)
{
    double begin = now();
    int fd = connected(host, port, congestion);
    struct wish wish = {htobe64(is_put), htobe64(bytes)};
    send(fd, &wish, sizeof wish, MSG_NOSIGNAL);
    uint64_t count = is_put ? put(fd, bytes, begin + seconds) : take(fd, bytes, begin + seconds);
    tell(fd, is_put, count, now() - begin);
    struct linger at_once = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
}

int main(int count, char **words)
{
    signal(SIGPIPE, SIG_IGN);
    if (count == 4 && strcmp(words[1], "serve") == 0) {
        serve(atoi(words[2]), words[3]);
    } else if (count == 7 && (strcmp(words[1], "put") == 0 || strcmp(words[1], "get") == 0)) {
        ask(words[1][0] == 'p', words[2], atoi(words[3]), words[4], strtoull(words[5], NULL, 10), atof(words[6]));
        return 0;
    }
    fprintf(stderr, "usage: bulk serve PORT CONGESTION, bulk put|get HOST PORT CONGESTION BYTES SECONDS\n");
    return 2;
}
