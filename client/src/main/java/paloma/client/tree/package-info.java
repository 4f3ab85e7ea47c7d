/** What there is to send of a tree: {@link paloma.client.tree.TreeWalk} finds it, {@link paloma.client.tree.LocalTree} keeps it, and what cannot be sent is left out and named. */
package paloma.client.tree;
