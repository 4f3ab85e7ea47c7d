/**
 * The commands that send requests and print answers: {@code upper}, {@code prime}, {@code greet} and {@code send}.
 * They run on the main thread and may block.
 */
package paloma.client.ask;
