import { listed } from '../base/format.ts';
import type { Action } from '../iam/action.ts';
import type { RoleAssessment } from '../rightsize/verdict.ts';
import { familySplit } from './family-split.ts';

/** What a finding says of families that share a role, each by itself. */
export interface FamilyUse {
  readonly text: string;
  readonly evidence: Readonly<Record<string, string>>;
}

const MOST_FAMILIES = 40;
const MOST_ACTIONS = 25;

/**
 * What each of the families used as far as calls were traced to its tasks, of which families none was, and the
 * split that this suggests.
 */
export function familyUse({ usedByFamily }: RoleAssessment, families: readonly string[]): FamilyUse {
  const traced = new Map(
    families.flatMap((family): [string, readonly Action[]][] => {
      const used = usedByFamily?.get(family);
      return used === undefined ? [] : [[family, used]];
    }),
  );
  const untraced = families.filter((family) => !traced.has(family));
  const notTraced = { familiesNotTraced: untraced.slice(0, MOST_FAMILIES).join(' ') };
  if (traced.size === 0) {
    return {
      text: 'Which of them used what is not known: no call read in this run could be traced to one of their tasks.',
      evidence: notTraced,
    };
  }
  const split = traced.size < 2 ? [] : familySplit(traced);
  return {
    text: [splitSentence(split), untracedSentence(untraced), usedSentence(traced)]
      .filter((each) => each !== '')
      .join(' '),
    evidence: {
      usedByFamily: [...traced]
        .slice(0, MOST_FAMILIES)
        .map(([family, used]) => `${family}: ${listed(used, MOST_ACTIONS)}`)
        .join('; '),
      ...(split.length > 1 && { suggestedSplit: split.map((group) => group.join(' ')).join(' | ') }),
      ...(untraced.length > 0 && notTraced),
    },
  };
}

function splitSentence(split: readonly (readonly string[])[]): string {
  const [only] = split;
  if (only === undefined) return '';
  if (split.length === 1)
    return `What one of ${listed(only, 6)} used covers the others, so these may share one role as far as their use tells.`;
  const groups = split.slice(0, 8).map((group) => listed(group, 6));
  const more = split.length > groups.length ? `; and ${split.length - groups.length} more` : '';
  return `Suggested split, one role for each: ${groups.join('; ')}${more}.`;
}

function untracedSentence(untraced: readonly string[]): string {
  return untraced.length === 0 ? '' : `Not traced, so use unknown: ${listed(untraced, 6)}.`;
}

function usedSentence(traced: ReadonlyMap<string, readonly Action[]>): string {
  const shown = [...traced].slice(0, 6).map(([family, used]) => `${family} used ${listed(used, 5)}`);
  const more = traced.size > shown.length ? `; and ${traced.size - shown.length} more families` : '';
  return `Traced to tasks in this run, and there may be more: ${shown.join('; ')}${more}.`;
}
