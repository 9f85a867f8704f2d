import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { toKnownFinding } from '../../src/aws/security-hub/known-finding.ts';
import { attempt } from '../../src/base/attempt.ts';
import type { Incomplete } from '../../src/base/incomplete.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { productArn, toAsff } from '../../src/findings/asff/asff.ts';
import { NOTE_AUTHOR } from '../../src/findings/asff/workflow-marks.ts';
import type { KnownFinding } from '../../src/findings/finding.ts';
import type { Clock, FindingsSink } from '../../src/ports.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import { emptyState } from '../../src/sandbox/sandbox-state.ts';
import { batchImportFindings } from '../../src/sandbox/services/batch-import-findings.ts';
import { batchUpdateFindings } from '../../src/sandbox/services/batch-update-findings.ts';
import { fieldsOf } from '../../src/sandbox/wire/fields.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import type { Random } from '../truth/random.ts';
import { ACCOUNT } from '../truth/resources.ts';
import type { RunFaults } from './night-faults.ts';
import type { Gate } from './run-gate.ts';

/** Security Hub over the nights: the sandbox's imports and updates, without the wire. */
export interface ModelledSecurityHub {
  forRun(gate: Gate, faults: RunFaults, clock: Clock, random: Random): FindingsSink;
  /** All that it holds, as a run would be told. */
  findings(): readonly KnownFinding[];
  /** Deletes what was not updated for 90 days, as Security Hub does. */
  forgetOld(now: number): void;
}

const REGION = 'us-east-1';
const LASTS_MS = 90 * DAY_MS;
/** Findings of one call: few, so that a run can be killed between two. */
const BATCH = 10;

/** A Security Hub that holds nothing. */
export function modelledSecurityHub(): ModelledSecurityHub {
  const state = emptyState();
  const account = { ...emptyAccount({ now: 0, regions: [REGION] }), accountId: ACCOUNT };
  const product = productArn('aws', REGION, ACCOUNT);
  const stored = () => state.findings.get(REGION) ?? new Map<string, JsonObject>();
  const world = { account, state, caller: '', organization: undefined, sessions: new Map<string, string>() };
  const callAt = (now: number) => ({ region: REGION, ...world, endpoint: '', now });
  const known = (): readonly KnownFinding[] =>
    [...stored().values()].flatMap((finding) => {
      const read = toKnownFinding(finding as unknown as AwsSecurityFinding);
      return read.ok ? [read.value] : [];
    });
  const importBatch = (
    batch: readonly JsonObject[],
    faults: RunFaults,
    now: number,
    random: Random,
  ): readonly string[] => {
    if (faults.hubImport === 'refused') throw new Error('TooManyRequestsException on securityhub:BatchImportFindings');
    const taken = faults.hubImport === 'someRefused' ? batch.filter(() => random.chance(0.7)) : batch;
    const fields = fieldsOf({ Findings: [...taken] });
    const failed =
      taken.length === 0 ? [] : (batchImportFindings(fields, callAt(now))['FailedFindings'] as JsonObject[]);
    if (faults.hubImport === 'noAnswer') throw new Error('No answer to securityhub:BatchImportFindings');
    if (failed.length > 0) throw new Error(`Security Hub takes no such finding: ${JSON.stringify(failed[0])}`);
    return batch.filter((finding) => !taken.includes(finding)).map(({ Id }) => String(Id));
  };

  return {
    findings: known,
    forgetOld(now) {
      for (const [id, finding] of stored()) {
        if (Date.parse(String(finding['UpdatedAt'])) < now - LASTS_MS) stored().delete(id);
      }
    },
    forRun: (gate, faults, clock, random) => ({
      known: () =>
        gate.look(() => {
          const what = 'findings of earlier runs';
          const all = known();
          if (faults.hubRead === 'none') return { value: all, incomplete: [] };
          const value = faults.hubRead === 'partly' ? all.slice(0, all.length / 2) : [];
          return { value, incomplete: [{ what, why: 'TooManyRequestsException on securityhub:GetFindings' }] };
        }),
      async publish(findings) {
        const incomplete: Incomplete[] = [];
        let imported = 0;
        const asff = findings.map((finding) => toAsff(finding, { region: REGION, now: clock.now() }));
        for (let first = 0; first < asff.length; first += BATCH) {
          const batch = asff.slice(first, first + BATCH) as unknown as readonly JsonObject[];
          const what = `import of ${batch.length} findings`;
          const outcome = await attempt(what, () => gate.effect(() => importBatch(batch, faults, clock.now(), random)));
          if ('incomplete' in outcome) {
            incomplete.push(outcome.incomplete);
            continue;
          }
          imported += batch.length - outcome.value.length;
          if (outcome.value.length > 0)
            incomplete.push({ what, why: `Security Hub refused ${outcome.value.join(', ')}` });
        }
        return { imported, incomplete };
      },
      async mark(marks) {
        const outcome = await attempt('workflow statuses', () =>
          gate.effect(() => {
            if (faults.hubMark === 'refused') throw new Error('Throttled on securityhub:BatchUpdateFindings');
            for (const { id, note, status } of marks) {
              const FindingIdentifiers = [{ Id: id, ProductArn: product }];
              const Note = { Text: note, UpdatedBy: NOTE_AUTHOR };
              batchUpdateFindings(
                fieldsOf({ FindingIdentifiers, Note, Workflow: { Status: status } }),
                callAt(clock.now()),
              );
            }
            if (faults.hubMark === 'noAnswer') throw new Error('No answer to securityhub:BatchUpdateFindings');
          }),
        );
        return { incomplete: 'incomplete' in outcome ? [outcome.incomplete] : [] };
      },
    }),
  };
}
