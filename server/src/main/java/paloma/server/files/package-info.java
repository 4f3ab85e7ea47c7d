/**
 * The service files: {@link paloma.server.files.FilesService} owns the folder, the memory and the threads, {@link
 * paloma.server.files.FilesHandler} proves addresses and opens transfers on the event loop of each socket.
 */
package paloma.server.files;
