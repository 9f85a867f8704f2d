import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { expect } from 'vitest';
import type { Trust } from '../../nights/world.ts';
import { FORETOLD, type Look, NAMES, type Name, PLACES, type RandomException } from './random-week.ts';

export type Findings = readonly AwsSecurityFinding[];

/** What a role is like at a moment. */
export interface ModelRole {
  /** `undefined` while IAM has no such role. */
  readonly iam: { readonly roleId: string; readonly trust: Trust; readonly wide: boolean } | undefined;
  readonly deployed: boolean;
}

/** What the model knows of the account and of its findings, each by its id. */
export interface HubModel {
  readonly roles: Map<Name, ModelRole>;
  /** The findings that should be ACTIVE, of the rules foretold, and the role that each is of. */
  readonly open: Map<string, Name>;
  /** The same as far as the ledger was written. */
  readonly kept: Map<string, Name>;
  /** Findings that were new when the ledger could not be written: only Security Hub knows since when they are. */
  readonly unkept: Set<string>;
  /** What a person set on a finding. */
  readonly marks: Map<string, { readonly status: string; readonly note: string }>;
  /** What the configuration file accepts, with the number of the first night on which it no longer does. */
  exceptions: readonly (RandomException & { readonly until: number })[];
}

export const UNBORN: ModelRole = { iam: undefined, deployed: false };

export function hubModel(): HubModel {
  return {
    roles: new Map(NAMES.map((name) => [name, UNBORN])),
    open: new Map(),
    kept: new Map(),
    unkept: new Set(),
    marks: new Map(),
    exceptions: [],
  };
}

/** Moves the model through a run. */
export function look(model: HubModel, how: Look, accountId: string): void {
  const { open, kept } = model;
  const readable = how.kind !== 'hub unread' && how.kind !== 'hub out';
  const writable = how.kind !== 'hub unwritten' && how.kind !== 'hub out';
  const memories = [...(writable ? [open] : []), ...(how.kind === 'ledger unwritten' ? [] : [kept])];
  const remembered = [...(readable ? open : kept)];
  for (const [name, role] of model.roles) {
    if (!isLookedAt(name, role, how)) continue;
    const found = foretold(role, `arn:aws:iam::${accountId}:role/${name}`).map(
      (id) => `ecs-role-auditor/aws/${accountId}/${id}`,
    );
    const gone = remembered.filter(([id, of]) => of === name && !found.includes(id)).map(([id]) => id);
    for (const memory of memories) {
      for (const id of gone) memory.delete(id);
      for (const id of found) memory.set(id, name);
    }
  }
}

/** Whether a run shows completely how it stands with a role: what it finds of it, or that nothing uses it any more. */
function isLookedAt(name: Name, { deployed }: ModelRole, { kind, names, region }: Look): boolean {
  // ECS alone shows that nothing names a role; what a role grants, only IAM does.
  if (kind === 'iam denied') return !deployed;
  if (names === undefined && region === undefined) return true;
  return deployed && (names?.includes(name) ?? PLACES[name] === region);
}

/** `ROLE/RULE` of what an audit finds that looks at a role; ROLE is its id, or its ARN where there is no such role. */
function foretold({ iam, deployed }: ModelRole, arn: string): readonly string[] {
  if (!deployed) return [];
  if (iam === undefined) return [`${arn}/missing-role`];
  const rules: readonly (readonly [string, boolean])[] = [
    ['trust-too-wide', iam.trust === 'another account' || iam.trust === 'everyone'],
    ['trust-without-source-condition', iam.trust === 'any tasks' || iam.trust === 'everyone'],
    ['wildcard-resource', iam.wide],
  ];
  return rules.filter(([, holds]) => holds).map(([rule]) => `${iam.roleId}/${rule}`);
}

/** Whether the configuration file accepts a finding in a night. */
export function isAccepted({ open, exceptions }: HubModel, id: string, night: number): boolean {
  return exceptions.some(({ name, rule, until }) => open.get(id) === name && id.endsWith(`/${rule}`) && night < until);
}

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
