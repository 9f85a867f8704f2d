import { counted, listed } from '../base/format.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { HOUR_MS, type TimeRange, wholeDays } from '../base/time.ts';
import { evidenceTrailSentence, isForEvidenceTrail } from '../evidence-trail/evidence-trail-sentence.ts';
import { switchSentence } from '../rightsize/evidence-switches.ts';
import { isGrantedNearlyAll } from '../rightsize/granted-nearly-all.ts';
import type { AuditResult } from './audit-result.ts';
import { gapsIn } from './coverage-summary.ts';
import { incompleteOfRegions } from './incomplete-of-regions.ts';
import { countByVerdict } from './role-summary.ts';
import { isTampering, TAMPERING, tamperingNotes } from './tampering.ts';
import { unvalidatedSentences } from './unvalidated-sentences.ts';

/** CloudTrail delivers events some minutes late: an end of the window that is uncovered for less than this is no caveat. */
const DELIVERY = HOUR_MS;

/** The switches that would decide most; the findings name those of each role. */
const MOST_SWITCHES = 2;

/** What a reader must know before trusting the result, one sentence each; empty when all was seen. Exceptions are in `exceptionNotes`. */
export function caveatsOf(result: AuditResult): readonly string[] {
  const asked = wholeDays(result.window.to - result.window.from);
  const short = result.regions.filter((region) => {
    const witnesses = result.coverage.filter((coverage) => coverage.region === region);
    return !witnesses.some((coverage) => lengthOf(gapsIn(coverage.management, result.window)) <= DELIVERY);
  });
  const ordinary = result.assessments.filter((assessment) => !isGrantedNearlyAll(assessment));
  const verdicts = countByVerdict(ordinary);
  const beside = result.assessments.length - ordinary.length;
  const apart =
    beside === 0
      ? ''
      : ` (not counting ${counted(beside, 'role')} that ${beside === 1 ? 'is' : 'are'} granted nearly everything)`;
  const { families = [] } = result.settings;
  const { fullness = 0 } = result.ledger ?? {};
  return [
    ...tamperingNotes(result).map((note) => `${TAMPERING}: ${note}`),
    ...narrowedSentence(result),
    ...incompleteOfRegions(result.incomplete.filter((one) => !isTampering(one))).map(({ what, why }) =>
      stripControlCharacters(`Incomplete: ${what}: ${why}`),
    ),
    ...(families.length > 0 ? [`Only roles of the families ${listed(families, 8)} are audited.`] : []),
    ...(short.length > 0
      ? [`Management events were not read for the full ${counted(asked, 'day')} in ${listed(short, 6)}.`]
      : []),
    ...(result.ignoredRegions ?? []).map(({ region, reason }) =>
      stripControlCharacters(`${region} was not looked at, since nobody can use it (ignoreRegions): ${reason}`),
    ),
    ...(result.sourceCaveats ?? []).map(stripControlCharacters),
    ...unvalidatedSentences(result.unvalidated ?? []),
    ...(verdicts.unobservable > 0
      ? [
          `${counted(verdicts.unobservable, 'granted action')} would leave no trace in the events read, so ${verdicts.unobservable === 1 ? 'it is' : 'they are'} not called unused${apart}.`,
        ]
      : []),
    ...[evidenceTrailSentence(result.switches) ?? []].flat(),
    ...result.switches
      .filter((one) => !isForEvidenceTrail(one))
      .slice(0, MOST_SWITCHES)
      .map(switchSentence),
    ...(verdicts.undetermined > 0
      ? [`${counted(verdicts.undetermined, 'granted action')} could not be judged yet${apart}.`]
      : []),
    ...(result.lifecycle.knownComplete
      ? []
      : [
          result.lifecycle.uncompared === true
            ? 'Not compared with earlier runs: nothing is published, and no ledger is named.'
            : 'Earlier findings could not be read, so this run cannot tell what is new.',
        ]),
    ...(result.lifecycle.unconfirmed.length > 0
      ? [
          `${counted(result.lifecycle.unconfirmed.length, 'earlier finding')} ${result.lifecycle.unconfirmed.length === 1 ? 'stays as it was' : 'stay as they were'}: this run saw too little to say more.`,
        ]
      : []),
    ...(fullness > NEARLY_FULL
      ? [
          `A document of the ledger holds ${Math.round(100 * fullness)} % of what the memory allows; beyond that it is no longer read. More memory, or \`families\` that split the account, help.`,
        ]
      : []),
  ];
}

/** That this run was asked about a part alone. */
function narrowedSentence({ narrowedTo, assessments, regions }: AuditResult): readonly string[] {
  if (narrowedTo === undefined) return [];
  const part =
    narrowedTo === 'roles'
      ? `the ${counted(assessments.length, 'role')} that it was asked for`
      : `task definitions of ${listed(regions, 6)}, as it was asked`;
  return [`This run looked at ${part}, and at nothing else of the account.`];
}

/** From here on somebody should do something, before a document is not read any more. */
const NEARLY_FULL = 0.8;

function lengthOf(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
