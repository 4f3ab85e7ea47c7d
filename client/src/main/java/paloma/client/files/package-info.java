/**
 * The commands {@code put}, {@code get} and {@code ls}: {@link paloma.client.files.TransferRun} runs tasks over one
 * socket, with transfers on its event loop, files on disk threads, and progress on the main thread.
 */
package paloma.client.files;
