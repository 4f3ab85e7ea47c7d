package paloma.client.files;

/**
 * What became of one file, link or folder, once nothing more is done for it.
 *
 * @param name not escaped yet
 * @param bytes its size
 * @param heldBytes of them, what was there before
 * @param isFile whether it counts as a file: a folder does not
 * @param wasThere whether all of it was there before
 */
record TaskResult(String name, long bytes, long heldBytes, boolean isFile, boolean wasThere, Outcome outcome) {}
