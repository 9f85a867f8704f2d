/** No fraction is further from every simple one, so that places a golden ratio apart are spread evenly however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The items in the order in which their turn comes: a circle, begun at another place each time. Where only a part gets its turn before
 * time is up, it is another part the next time, and everything has had its turn after few times: two or three where a half does
 * (the "three-distance theorem"). Needs no memory of earlier times, only their number, which goes up by one.
 */
export function inTurn<T>(items: readonly T[], time: number): readonly T[] {
  const start = Math.floor(((time * GOLDEN) % 1) * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
