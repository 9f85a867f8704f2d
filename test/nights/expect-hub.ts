import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { expect } from 'vitest';
import { type HubModel, isAccepted } from './hub-model.ts';
import { FORETOLD, type Look } from './model.ts';

export type Findings = readonly AwsSecurityFinding[];

function isForetold(id: string): boolean {
  return FORETOLD.some((rule) => id.endsWith(`/${rule}`));
}

/** Ids of the ACTIVE findings of the rules foretold. */
export function activeIn(findings: Findings): readonly string[] {
  return findings
    .filter(({ RecordState: state, Id = '' }) => state === 'ACTIVE' && isForetold(Id))
    .map(({ Id = '' }) => Id)
    .sort();
}

/** An id stays that of one role and rule, none is lost, and the dates of the beginning do not move. */
export function expectLasting(before: Findings, after: Findings, { unkept }: HubModel): void {
  const lasting = ({ Id = '', GeneratorId, CreatedAt, FirstObservedAt, Resources }: AwsSecurityFinding) => ({
    Id,
    GeneratorId,
    CreatedAt,
    FirstObservedAt: unkept.has(Id) ? 'whenever' : FirstObservedAt,
    role: Resources?.[0]?.Id,
  });
  const ids = after.map(({ Id }) => Id);
  expect(new Set(ids).size).toBe(ids.length);
  const known = after.filter(({ Id }) => before.some((finding) => finding.Id === Id));
  expect(known.map(lasting)).toEqual(before.map(lasting));
}

/** What people wrote stays to be read. A status that they set stays too; one that nobody did says what is accepted. */
export function expectMarks(before: Findings, after: Findings, model: HubModel, night: number, how: Look): void {
  for (const finding of after) {
    const { Id: id = '', RecordState: state } = finding;
    const was = before.find((known) => known.Id === id);
    const mark = model.marks.get(id);
    const back = was?.RecordState === 'ARCHIVED' && state === 'ACTIVE';
    // Security Hub itself makes it new again.
    if (mark !== undefined && back && (mark.status === 'NOTIFIED' || mark.status === 'RESOLVED')) {
      model.marks.set(id, { ...mark, status: 'NEW' });
    }
    const { status = 'NEW', note = '' } = model.marks.get(id) ?? {};
    expect(finding.Note?.Text ?? '').toContain(note);
    const shown = isAccepted(model, id, night) ? 'SUPPRESSED' : 'NEW';
    const now = finding.Workflow?.Status;
    if (status !== 'NEW') expect(now).toBe(status);
    else if (state !== 'ACTIVE' || !isSettled(id, how, model)) expect(['NEW', 'SUPPRESSED']).toContain(now);
    else expect(now).toBe(shown);
  }
}

/** Whether a run that looked so sets the status of a finding. */
function isSettled(id: string, how: Look, { open }: HubModel): boolean {
  if (!isForetold(id) || how.kind.startsWith('hub')) return false;
  return open.has(id) && !['roles', 'region lost', 'regions unread', 'iam denied'].includes(how.kind);
}

/** What a second import changes is left out. */
export function withoutTimes(finding: AwsSecurityFinding): unknown {
  return { ...finding, UpdatedAt: undefined, ProcessedAt: undefined, LastObservedAt: undefined };
}
