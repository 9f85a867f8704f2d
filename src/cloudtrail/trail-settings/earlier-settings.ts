import { type EpochMs, MINUTE_MS } from '../../base/time.ts';
import { concerns, type TrailPast } from './recorded-period.ts';
import { settingsFingerprint } from './settings-fingerprint.ts';
import {
  type AdvancedSelector,
  type EarlierSettings,
  FIELD_OPERATORS,
  type Trail,
  type TrailSelectors,
} from './trail.ts';

/** What is read so shortly beside a change may be of before or after it. */
const BESIDE_A_CHANGE_MS = 15 * MINUTE_MS;

/**
 * The settings that runs read of a trail before they were changed. Between two changes that the event history of the home Region shows
 * they were the same, so that a run which read them there tells what they were all that time. Where two runs tell different things of one
 * such time, or the place of delivery changed as well, nothing is told.
 */
export function earlierSettings(
  trail: Trail,
  { foreign, history }: Pick<TrailPast, 'foreign' | 'history'>,
  seen: ReadonlyMap<EpochMs, string> | undefined,
): readonly EarlierSettings[] {
  if (foreign || history === undefined) return [];
  const { read } = history;
  const changes = history.changes.filter((change) => concerns(change, trail)).map(({ at }) => at);
  const bounds = [read.from, ...changes.filter((at) => at > read.from).sort((a, b) => a - b)];
  return bounds.slice(0, -1).flatMap((from, index): EarlierSettings[] => {
    const to = bounds[index + 1];
    if (to === undefined || from >= to) return [];
    const texts = [...(seen ?? [])]
      .filter(([at]) => at >= from + BESIDE_A_CHANGE_MS && at <= to - BESIDE_A_CHANGE_MS)
      .map(([, text]) => text);
    const [text] = texts;
    const selectors = text !== undefined && new Set(texts).size === 1 ? selectorsIn(text, trail) : undefined;
    return selectors === undefined ? [] : [{ selectors, period: { from, to } }];
  });
}

/** The selectors of a fingerprint, where all else in it is as the trail is now. */
function selectorsIn(text: string, trail: Trail): TrailSelectors | undefined {
  const selectors = selectorsOf(text);
  return selectors !== undefined && settingsFingerprint({ ...trail, selectors }) === text ? selectors : undefined;
}

function selectorsOf(text: string): TrailSelectors | undefined {
  try {
    const fields: unknown = JSON.parse(text);
    const selectors: unknown = Array.isArray(fields) ? fields.at(-1) : undefined;
    return isAdvanced(selectors) ? selectors : undefined;
  } catch {
    return undefined;
  }
}

type Advanced = Extract<TrailSelectors, { readonly kind: 'advanced' }>;

function isAdvanced(value: unknown): value is Advanced {
  const { kind, selectors } = (value ?? {}) as Partial<Advanced>;
  return kind === 'advanced' && Array.isArray(selectors) && selectors.every(isSelector);
}

const KEYS: ReadonlySet<string> = new Set(['field', ...FIELD_OPERATORS]);

function isSelector(value: unknown): value is AdvancedSelector {
  const { fields } = (value ?? {}) as Partial<AdvancedSelector>;
  if (!Array.isArray(fields)) return false;
  return fields.every((one: unknown) => {
    const given = Object.entries((one ?? {}) as object);
    return given.every(
      ([key, operand]) =>
        KEYS.has(key) &&
        (key === 'field' ? typeof operand === 'string' : Array.isArray(operand) && operand.every(isText)),
    );
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
