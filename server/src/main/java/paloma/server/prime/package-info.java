/** The service that tells primes, and how it decides. */
package paloma.server.prime;
