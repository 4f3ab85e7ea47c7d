/** Models of TCP in a time that the test turns: who else is at a bottleneck. */
package paloma.testkit.tcp;
