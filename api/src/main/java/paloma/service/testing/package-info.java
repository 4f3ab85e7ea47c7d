/** For the tests of services: a request without a server. */
package paloma.service.testing;
