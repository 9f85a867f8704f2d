import { clip } from '../../src/base/format.ts';
import type { KnownFinding } from '../../src/findings/finding.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { openFindings } from '../../src/report/open-findings.ts';
import type { Sent } from './modelled-notifier.ts';

/** The part of a finding by which a message names it. */
export type Named = Pick<KnownFinding, 'id' | 'severity' | 'title'>;

/** What the readers of one notifier know, over the nights. */
export interface Readers {
  /** Takes one message, of a run that may have found any of `candidates`; returns what is wrong with it. */
  read(sent: Sent, candidates: readonly Named[]): readonly string[];
  /** Looks back at a run whose message arrived; returns what is wrong. */
  after(result: AuditResult): readonly string[];
}

/** A message may say that its readers may know it already. */
const SAYS_MAYBE = /\bso this (message|one) may repeat it\b/;
/** A message that will not be remembered says so: what it tells may be told again. */
const WILL_NOT_BE_KNOWN = /\bthe next one may repeat it\b/;
/** A run that cannot read what was told tells its own changes; what earlier ones failed to tell is for the next. */
const KNOWS_NOTHING = /What was told before could not be read/;
const NEW = /^(Not (known to be )?reported before|New since|The first message)/;

/** Readers who know nothing. */
export function newReaders(): Readers {
  /** Open findings that they were told of, or (`maybe`) that a message may have told them of. */
  const known = new Map<string, 'told' | 'maybe'>();

  let knowsNothing = false;

  return {
    read({ message, arrived }, candidates) {
      knowsNothing = KNOWS_NOTHING.test(message.body);
      const worth = [...new Map(candidates.map((one) => [one.id, one])).values()].filter(
        ({ severity }) => severity !== 'INFORMATIONAL',
      );
      if (!arrived) {
        for (const { id } of worth) if (!known.has(id)) known.set(id, 'maybe');
        return [];
      }
      const part = message.body.split('\n\n').find((text) => NEW.test(text)) ?? '';
      const lines = part.split('\n');
      const named = lines.flatMap((line) => {
        const meant = worth.filter((finding) => isAbout(line, finding));
        // A role and the one that took its name have the same titles: the line is of the one that was not told.
        const untold = meant.filter(({ id }) => known.get(id) !== 'told');
        return untold.length > 0 ? untold : meant;
      });
      const twice = named.filter(({ id }) => known.get(id) === 'told');
      for (const { id } of named) known.set(id, WILL_NOT_BE_KNOWN.test(message.body) ? 'maybe' : 'told');
      const unnamed = Number(/… and (\d+) more$/.exec(part)?.[1] ?? 0);
      const rest = worth.filter(({ id }) => !known.has(id));
      if (unnamed > 0) for (const { id } of rest) known.set(id, rest.length === unnamed ? 'told' : 'maybe');
      return SAYS_MAYBE.test(message.body) || knowsNothing ? [] : twice.map(({ id }) => `told again of ${id} as new`);
    },
    after(result) {
      const { lifecycle } = result;
      const open = openFindings(result).filter(({ severity }) => severity !== 'INFORMATIONAL');
      const untold = open.filter(({ id }) => !known.has(id));
      for (const { id } of untold) known.set(id, 'maybe');
      const still = new Set<string>([...open.map(({ id }) => id), ...lifecycle.unconfirmed]);
      const gone = lifecycle.knownComplete ? known.keys().filter((id) => !still.has(id)) : [];
      // A run that could not note what it told may be followed by one that takes them for told.
      const isNoted = !result.incomplete.some(({ what }) => what.startsWith('notifications '));
      for (const id of [...gone]) {
        if (isNoted) known.delete(id);
        else known.set(id, 'maybe');
      }
      return knowsNothing ? [] : untold.map(({ id }) => `never told of ${id}, which is open`);
    },
  };
}

function isAbout(line: string, { severity, title }: Named): boolean {
  const start = clip(`- ${severity} ${title}`, 500);
  return line === start || [' — ', ' [', ' ('].some((next) => line.startsWith(start + next));
}
