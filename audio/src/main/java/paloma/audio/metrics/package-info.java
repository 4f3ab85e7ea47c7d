/** Numbers for Prometheus, over HTTP on threads of their own: {@link paloma.audio.metrics.MetricsServer}. */
package paloma.audio.metrics;
