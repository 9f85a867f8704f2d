/** Does something with each item, `limit` at a time; the next item is asked for when there is room. Rejects with the first failure. */
export async function forEachConcurrently<T>(
  items: AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let ended = false;
  const lane = async (): Promise<void> => {
    while (!ended) {
      const next = await iterator.next();
      if (next.done === true) {
        ended = true;
        return;
      }
      try {
        await work(next.value);
      } catch (error) {
        ended = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
}
