/** Answers to HTTP requests by {@link paloma.web.HttpAnswers}, on threads of its own that may block. */
package paloma.web;
