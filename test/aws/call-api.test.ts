import { describe, expect, test } from 'vitest';
import { callApi, pages, requireField } from '../../src/aws/client/call-api.ts';

describe('ask', () => {
  test('asks again for an answer that lacks a member, and gives up after three', async () => {
    let sends = 0;
    const cut = callApi(
      async (): Promise<{ list?: string[] }> => {
        sends += 1;
        return {};
      },
      (answer) => requireField(answer.list, 'list'),
    );
    await expect(cut).rejects.toThrow('"list" is missing');
    expect(sends).toBe(3);
  });

  test('takes a whole answer after a cut one', async () => {
    const answers = [{}, { list: [] }];
    const list = await callApi(
      async (): Promise<{ list?: string[] }> => answers.shift() ?? {},
      (answer) => requireField(answer.list, 'list'),
    );
    expect(list).toEqual([]);
  });

  test('passes on what the service refuses at once', async () => {
    let sends = 0;
    const refused = callApi(
      async () => {
        sends += 1;
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      },
      () => undefined,
    );
    await expect(refused).rejects.toThrow('no');
    expect(sends).toBe(1);
  });

  test('calls it out of time, whatever reason the signal had', async () => {
    const signal = AbortSignal.abort(new Error('Lambda is about to stop'));
    const late = callApi(
      async () => 1,
      (answer) => answer,
      async () => signal.throwIfAborted(),
      signal,
    );
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('pages', () => {
  async function all(listing: AsyncGenerator<readonly number[]>): Promise<number[]> {
    const items: number[] = [];
    for await (const page of listing) items.push(...page);
    return items;
  }

  test('walks to the page without a token', async () => {
    const listing = pages(async (token) => ({
      items: [Number(token ?? 0)],
      next: token === '2' ? undefined : String(Number(token ?? 0) + 1),
    }));
    expect(await all(listing)).toEqual([0, 1, 2]);
  });

  test.each([[null], [''], [undefined]])('takes %o for the end', async (next) => {
    expect(await all(pages(async () => ({ items: [1], next })))).toEqual([1]);
  });

  test('ends with an error where a page hands out its own token, instead of turning for ever', async () => {
    await expect(all(pages(async () => ({ items: [1], next: 'same' })))).rejects.toThrow('the token of this one');
  });
});
