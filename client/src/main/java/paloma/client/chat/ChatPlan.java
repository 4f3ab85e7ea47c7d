package paloma.client.chat;

/**
 * What one wants of a server, and what the way there is like.
 *
 * @param server as messages call it
 * @param name null to take the one that the server gives
 * @param room null for the one in which everybody arrives
 * @param provesItself whether a code has to be given back, as over bare UDP
 * @param ordered whether lines arrive in the order in which they were sent, and all of them, as over a stream
 * @param strict whether nothing is said under another name or in another room
 * @param addresses how many the server has
 */
record ChatPlan(
        String server,
        String name,
        String room,
        boolean provesItself,
        boolean ordered,
        boolean strict,
        int addresses) {}
