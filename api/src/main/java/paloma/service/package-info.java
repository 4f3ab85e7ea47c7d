/** What a service of one's own is written against: see docs/write-a-service.md. */
package paloma.service;
