/** Answers to HTTP requests by {@link paloma.web.HttpAnswers}, computed on threads that may block. */
package paloma.web;
