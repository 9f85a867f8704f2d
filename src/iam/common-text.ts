/**
 * A text that fits both patterns of `*` and `?`, as short as can be; undefined where no text fits both.
 *
 * @example
 * ```ts
 * commonText('log-group:/ecs/app:*', 'log-group:/ecs/*'); // → 'log-group:/ecs/app:'
 * commonText('secret:db-??????', 'secret:db-*'); // → 'secret:db-xxxxxx'
 * commonText('log-group:/ecs/app:*', 'log-group:/ecs/app'); // → undefined
 * ```
 */
export function commonText(one: string, other: string): string | undefined {
  const width = other.length + 1;
  const failed = new Uint8Array((one.length + 1) * width);
  const texts: string[] = [];

  const meet = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    const place = i * width + j;
    if (failed[place] === 1) return false;
    const found =
      (a === '*' && (meet(i + 1, j) || (b !== undefined && b !== '*' && taking(b, i, j + 1)))) ||
      (b === '*' && (meet(i, j + 1) || (a !== undefined && a !== '*' && taking(a, i + 1, j)))) ||
      (a !== '*' && b !== '*' && isAlike(a, b) && taking(a === '?' ? b : a, i + 1, j + 1));
    if (!found) failed[place] = 1;
    return found;
  };
  const taking = (character: string | undefined, i: number, j: number): boolean => {
    texts.push(character === '?' || character === undefined ? ANY_CHARACTER : character);
    if (meet(i, j)) return true;
    texts.pop();
    return false;
  };

  return meet(0, 0) ? texts.join('') : undefined;
}

const ANY_CHARACTER = 'x';

function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a === b || a === '?' || b === '?');
}
