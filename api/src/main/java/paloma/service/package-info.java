/**
 * What you write a service of your own against: implement {@link paloma.service.Service}, name it by
 * {@link paloma.service.ServiceName}. docs/write-a-service.md builds one; {@link paloma.service.testing} is for its tests.
 * What stands here changes by semantic versioning: what compiles and works against one version does so against every
 * later one with the same first number.
 */
package paloma.service;
