/**
 * The command {@code upload}: {@link paloma.client.upload.Courier} sends files as paced datagrams, or as a stream over
 * TCP, from the main thread.
 */
package paloma.client.upload;
