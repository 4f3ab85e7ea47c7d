#include "measure.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STEPS = 32, STEP_BITS = 5, BUCKETS = 64 * STEPS };

static uint64_t buckets[BUCKETS];
static uint64_t recorded;

uint64_t now_nanos(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Exact below 32; above, each power of two is cut in 32 equal steps. */
static int bucket_of(uint64_t value)
{
    if (value < STEPS)
        return (int)value;
    int shift = 63 - __builtin_clzll(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int)((value >> shift) - STEPS);
}

static double middle_of(int bucket)
{
    if (bucket < STEPS)
        return bucket;
    int shift = bucket / STEPS - 1;
    return (double)((uint64_t)(STEPS + bucket % STEPS) << shift) + (double)((uint64_t)1 << shift) / 2;
}

void record_latency(uint64_t nanos)
{
    buckets[bucket_of(nanos)]++;
    recorded++;
}

double latency_micros(double share)
{
    uint64_t seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen > 0 && (double)seen >= share * (double)recorded)
            return middle_of(i) / 1000;
    }
    return 0;
}

static uint64_t first_number_of(const char *path)
{
    unsigned long long value = 0;
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%llu", &value) != 1)
            value = 0;
        fclose(file);
    }
    return value;
}

static uint64_t ended_children_nanos(int pid)
{
    char path[64], line[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    size_t n = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[n] = 0;
    /* proc(5): the name in brackets may hold anything; 13 fields follow it before cutime and cstime. */
    unsigned long long user = 0, system = 0;
    const char *fields = strrchr(line, ')');
    if (fields == NULL
        || sscanf(fields + 1, " %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu %llu", &user, &system) != 2)
        return 0;
    return (user + system) * (1000000000 / (uint64_t)sysconf(_SC_CLK_TCK));
}

uint64_t process_cpu_nanos(int pid)
{
    char path[320];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = pid > 0 ? opendir(path) : NULL;
    if (threads == NULL)
        return 0;
    uint64_t sum = ended_children_nanos(pid);
    for (struct dirent *thread; (thread = readdir(threads)) != NULL;) {
        if (thread->d_name[0] != '.') {
            snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, thread->d_name);
            sum += first_number_of(path);
        }
    }
    closedir(threads);
    return sum;
}
