/* What the load generator measures with: a clock, a histogram of latencies, the CPU time of a process. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdint.h>

/* The monotonic clock in nanoseconds. */
uint64_t now_nanos(void);

/* Counts one latency; buckets are at most 1/32 apart, so a percentile is right within 3 %. */
void record_latency(uint64_t nanos);

/* The latency in microseconds that this share (0 to 1) of all does not exceed. */
double latency_micros(double share);

/*
 * Nanoseconds on a CPU of all living threads of a process (/proc/PID/task/TID/schedstat) and of its children
 * that have ended (/proc/PID/stat, in steps of 10 ms); 0 for process 0.
 */
uint64_t process_cpu_nanos(int pid);

#endif
