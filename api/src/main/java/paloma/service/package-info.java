/**
 * What a service of your own compiles against: implement {@link paloma.service.Service}, which event loops call. See
 * docs/write-a-service.md. Follows semantic versioning.
 */
package paloma.service;
