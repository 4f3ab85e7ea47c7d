/**
 * Pages on which one sees and hears sound: what passes is copied out of the playing or sending thread without a wait, and
 * measured on a thread of the page, while somebody watches.
 */
package paloma.audio.page;
