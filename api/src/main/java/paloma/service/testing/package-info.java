/** For the tests of services: a request and a peer without a server. */
package paloma.service.testing;
