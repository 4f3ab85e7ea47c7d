/** Frequencies in sound: for pictures and for pages. */
package paloma.audio.spectrum;
