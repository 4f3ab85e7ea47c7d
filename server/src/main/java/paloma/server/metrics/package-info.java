/**
 * Counters that event loops raise and the admin port reads; any thread may do either. One {@link
 * paloma.server.metrics.ServiceMeter} belongs to each endpoint.
 */
package paloma.server.metrics;
