package paloma.client.files;

/** A task that is over. */
record Ended(Task task, Outcome outcome) {}
