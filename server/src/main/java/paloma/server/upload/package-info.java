/**
 * The service upload: {@link paloma.server.upload.UploadService} takes datagrams on event loops and hands them to the
 * one thread that touches the disk; {@link paloma.server.upload.UploadStore} owns both.
 */
package paloma.server.upload;
