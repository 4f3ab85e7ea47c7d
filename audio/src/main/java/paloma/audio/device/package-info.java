/** The microphones and speakers of this machine, as Java Sound has them. */
package paloma.audio.device;
