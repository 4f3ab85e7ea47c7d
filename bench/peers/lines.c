/* A TCP echo of lines to compare with, on 127.0.0.1: one epoll loop, one read and one write for all lines that are there. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LONGEST = 65536, EVENTS = 256, BACKLOG = 128 };

struct connection {
    int fd;
    size_t bytes; /* of a line that is not complete yet, in front */
    char buffer[2 * LONGEST];
};

static int listening_socket(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) != 0 || listen(fd, BACKLOG) != 0) {
        perror("lines: bind");
        exit(1);
    }
    return fd;
}

static void watch(int epoll, int fd, void *what)
{
    struct epoll_event readable = {.events = EPOLLIN, .data.ptr = what};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &readable) != 0) {
        perror("lines: epoll_ctl");
        exit(1);
    }
}

static void welcome(int epoll, int listener)
{
    int fd = accept(listener, NULL, NULL), on = 1;
    struct connection *c = fd < 0 ? NULL : malloc(sizeof *c);
    if (c == NULL)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->bytes = 0;
    watch(epoll, fd, c);
}

static void end(struct connection *c)
{
    close(c->fd);
    free(c);
}

/* The bytes of all lines that are complete, found one by one, as a server does that does something with them. */
static size_t complete(const struct connection *c)
{
    size_t done = 0;
    for (const char *feed; (feed = memchr(c->buffer + done, '\n', c->bytes - done)) != NULL;)
        done = feed + 1 - c->buffer;
    return done;
}

static void serve(struct connection *c)
{
    ssize_t came = recv(c->fd, c->buffer + c->bytes, LONGEST, 0);
    if (came <= 0) {
        end(c);
        return;
    }
    c->bytes += came;
    size_t lines = complete(c);
    if (send(c->fd, c->buffer, lines, MSG_NOSIGNAL) != (ssize_t)lines || c->bytes - lines > LONGEST) {
        end(c);
        return;
    }
    c->bytes -= lines;
    memmove(c->buffer, c->buffer + lines, c->bytes);
}

int main(int count, char **words)
{
    int port = count == 2 ? atoi(words[1]) : 0;
    if (port <= 0) {
        fprintf(stderr, "usage: lines PORT\n");
        return 2;
    }
    int listener = listening_socket(port), epoll = epoll_create1(0);
    watch(epoll, listener, NULL);
    for (;;) {
        struct epoll_event ready[EVENTS];
        int events = epoll_wait(epoll, ready, EVENTS, -1);
        for (int i = 0; i < events; i++) {
            if (ready[i].data.ptr == NULL)
                welcome(epoll, listener);
            else
                serve(ready[i].data.ptr);
        }
    }
}
