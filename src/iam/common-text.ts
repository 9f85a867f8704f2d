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
  /** Whether the rests of both from these places on have a text in common. A loop: patterns may be as long as a policy. */
  const meets = new Uint8Array((one.length + 1) * width);
  for (let i = one.length; i >= 0; i -= 1) {
    // NaN at the end, which is equal to nothing.
    const a = one.charCodeAt(i);
    for (let j = other.length; j >= 0; j -= 1) {
      const b = other.charCodeAt(j);
      const at = i * width + j;
      if (i === one.length && j === other.length) meets[at] = 1;
      else if (a === STAR || b === STAR) {
        const onInOne = i < one.length && meets[at + width] === 1;
        const onInOther = j < other.length && meets[at + 1] === 1;
        if (onInOne || onInOther) meets[at] = 1;
      } else if ((a === b || a === ANY || b === ANY) && i < one.length && j < other.length) {
        meets[at] = meets[at + width + 1] ?? 0;
      }
    }
  }
  if (meets[0] !== 1) return undefined;
  let text = '';
  for (let [i, j] = [0, 0]; i < one.length || j < other.length; ) {
    const step = stepFrom(one, other, i, j, meets, width);
    if (step === undefined) break;
    text += step.text;
    [i, j] = [step.i, step.j];
  }
  return text;
}

interface Step {
  readonly i: number;
  readonly j: number;
  /** The character that both take, or none. */
  readonly text: string;
}

/** The shortest way on from two places, where there is one. */
function stepFrom(
  one: string,
  other: string,
  i: number,
  j: number,
  meets: Uint8Array,
  width: number,
): Step | undefined {
  const [a, b] = [one[i], other[j]];
  const to = (nextI: number, nextJ: number, text: string): Step | undefined =>
    meets[nextI * width + nextJ] === 1 ? { i: nextI, j: nextJ, text: text === '?' ? ANY_CHARACTER : text } : undefined;
  if (a === '*') {
    const ended = to(i + 1, j, '');
    if (ended !== undefined) return ended;
  }
  if (b === '*') {
    const ended = to(i, j + 1, '');
    if (ended !== undefined) return ended;
  }
  if (a === '*') return b === undefined || b === '*' ? undefined : to(i, j + 1, b);
  if (b === '*') return a === undefined ? undefined : to(i + 1, j, a);
  if (a === undefined || b === undefined || !isAlike(a, b)) return undefined;
  return to(i + 1, j + 1, a === '?' ? b : a);
}

const ANY_CHARACTER = 'x';
const STAR = 42;
const ANY = 63;

function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a === b || a === '?' || b === '?');
}
