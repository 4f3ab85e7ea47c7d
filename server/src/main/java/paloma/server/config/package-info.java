/**
 * What the operator says, in one vocabulary: {@code --source-rate 100}, {@code PALOMA_SOURCE_RATE=100} and the line
 * {@code source-rate = 100} of a file are the same, and win in this order.
 */
package paloma.server.config;
