/** Values that people write as options: hosts, sizes, rates and times. */
package paloma.client.option;
