/**
 * Who is served, and how much: one pipeline stage for each rule, on event loops, over settings and buckets that all
 * loops share in {@link paloma.server.guard.Guards}.
 */
package paloma.server.guard;
