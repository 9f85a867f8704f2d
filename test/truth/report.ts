import { VERDICTS } from '../../src/rightsize/verdict.ts';
import type { CampaignResult } from './campaign.ts';

/** So many findings of a kind are printed. */
const MOST = 40;
const DECIDED = ['used', 'required', 'unused', 'blocked'] as const;

/** What a campaign came to, for people. */
export function reportOf(result: CampaignResult, seconds: number): string {
  const { accounts, roles, verdicts, falseUnused, broken, faults } = result;
  const all = VERDICTS.reduce((sum, verdict) => sum + verdicts[verdict], 0);
  const decided = DECIDED.reduce((sum, verdict) => sum + verdicts[verdict], 0);
  return [
    `${accounts} accounts, ${roles} roles, ${all} verdicts in ${seconds.toFixed(1)} s`,
    VERDICTS.map((verdict) => `${verdict} ${verdicts[verdict]}`).join(', '),
    `decided: ${((100 * decided) / Math.max(1, all)).toFixed(1)} %`,
    `different actions called unused: ${result.distinctUnused}; different (operation, action) pairs: ${result.distinctChecks}`,
    `kinds of call checked for further actions: ${result.further}, hidden ones among them: ${result.hidden}`,
    `calls replayed: ${result.replayedCalls}; right-sized policies replayed: ${result.recommended}, with ${result.narrowed} narrowed statements`,
    `false unused: ${falseUnused.length}`,
    ...falseUnused
      .slice(0, MOST)
      .map(
        ({ seed, role, action, call, because }) =>
          `  seed ${seed} ${role} ${action}: needed by ${call}. Verdict: ${because}`,
      ),
    `broken replays: ${broken.length}`,
    ...broken
      .slice(0, MOST)
      .map(
        ({ seed, role, call, refused, resource }) =>
          `  seed ${seed} ${role}: ${call} is refused ${refused} on ${resource}`,
      ),
    ...[...faults].slice(0, MOST).map(([fault, count]) => `incomplete ${count} times: ${fault}`),
  ].join('\n');
}
