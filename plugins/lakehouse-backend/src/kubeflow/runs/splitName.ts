/** What times are written with. */
const TAIL = /[-0-9tz:._ ]*$/;

/**
 * A name, or a part of one, in lower case: its last letters that may be of a
 * time, and what is before them. Runs of a schedule differ in their times
 * only, so that few names begin differently. The same letters make up the tail
 * of a name and of its part, so a part with a stem is either within the stem
 * of a name, or it is the end of that stem and the beginning of its tail.
 */
export function splitName(search: string): { stem: string; tail: string } {
  const at = search.search(TAIL);
  return { stem: search.slice(0, at), tail: search.slice(at) };
}
