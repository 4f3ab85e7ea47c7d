package paloma.client.files;

/** A task that is over. */
record TaskResult(Task task, Outcome outcome) {}
