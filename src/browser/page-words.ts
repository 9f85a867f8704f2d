import { grouped } from '../base/format.ts';
import { SEVERITIES, type Severity } from '../findings/finding.ts';
import { VERDICTS, type Verdict } from '../rightsize/verdict.ts';

/** What each verdict means to the reader of a report, in one sentence. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  used: 'An event in the window proves it.',
  required: 'A task definition that can still run declares the need.',
  unused: 'It could have been seen, was watched for, and was not: safe to remove.',
  unobservable: 'Nothing that is switched on could have shown it. Not seeing it says nothing.',
  undetermined: 'Watched too short, granted too recently, or not everything could be read.',
  blocked: 'Granted by a policy, but without effect: a deny or a permissions boundary stops it.',
};

/** The order in which a role's verdicts are read: what can go first. */
export const READING_ORDER: readonly Verdict[] = [
  'unused',
  'used',
  'required',
  'undetermined',
  'unobservable',
  'blocked',
];

/** `2026-11-22`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `2026-11-22 03:00 UTC`. */
export function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `Critical`. */
export function severityName(severity: Severity): string {
  return severity.slice(0, 1) + severity.slice(1).toLowerCase();
}

/** `12 used, 3 unused` of counts in the order of `VERDICTS`; what is none is left out. */
export function verdictWords(counts: readonly number[]): string {
  return wordsOf(VERDICTS, counts);
}

/** `1 critical, 2 high` of counts in the order of `SEVERITIES`; what is none is left out. */
export function severityWords(counts: readonly number[]): string {
  return wordsOf(
    SEVERITIES.map((severity) => severity.toLowerCase()),
    counts,
  );
}

function wordsOf(names: readonly string[], counts: readonly number[]): string {
  const parts = names.flatMap((name, place) => {
    const count = counts[place] ?? 0;
    return count > 0 ? [`${grouped(count)} ${name}`] : [];
  });
  return parts.join(', ') || 'none';
}
