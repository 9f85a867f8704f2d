import { describe, expect, test } from 'vitest';
import { toAsff } from '../../src/findings/asff/asff.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { type FindingAfter, foldFindings, holdBackParts, mainIdOf } from '../../src/findings/fold-findings.ts';
import { findingOf } from './finding-of.ts';
import { NOW } from './fixtures.ts';

const unused = findingOf('unused-permissions', 'app', {
  actions: ['iam:PassRole', 's3:PutObject'],
  evidence: { services: 'iam s3' },
});
const NOTHING: FindingAfter = () => undefined;
const rulesOf = (findings: readonly Finding[]) => findings.map(({ rule }) => rule);

describe('what the change of unused permissions mends', () => {
  const escalation = findingOf('privilege-escalation', 'app', {
    severity: 'CRITICAL',
    actions: ['iam:PassRole'],
    reason: 'could pass a role',
  });
  const service = findingOf('unused-service', 'app', { severity: 'LOW', evidence: { services: 's3' } });
  const trust = findingOf('trust-too-wide', 'app');

  test('is told within that finding, with its severity; what asks for another change stays', () => {
    const { findings, parts } = foldFindings([escalation, unused, service, trust], NOTHING);
    expect(rulesOf(findings)).toEqual(['unused-permissions', 'trust-too-wide']);
    expect(findings[0]).toMatchObject({
      severity: 'CRITICAL',
      description:
        'What unused-permissions says of app. The same change mends: app has privilege-escalation (CRITICAL); app has unused-service (LOW).',
      reason: 'app has unused-permissions; could pass a role',
      evidence: { mends: 'privilege-escalation unused-service' },
    });
    expect(parts.map(({ rule, severity, partOf }) => [rule, severity, partOf])).toEqual([
      ['privilege-escalation', 'CRITICAL', unused.id],
      ['unused-service', 'LOW', unused.id],
    ]);
  });

  test('leaves the window that was watched at the end of a long description', () => {
    const lasting = `Never used: ${'s3:PutObject, '.repeat(66)}and more.`;
    const window = 'Watched from 2026-08-24 to 2026-11-22 (90 days).';
    const long = { ...unused, lasting, description: `${lasting} ${window}` };
    const [folded] = foldFindings([long, escalation, service], NOTHING).findings;
    expect(folded?.description.length).toBeLessThanOrEqual(1024);
    expect(folded?.description).toContain(`… ${window} The same change mends: app has privilege-escalation (CRITICAL)`);
  });

  test('is as much of it as the change takes away: the rest stays, narrower', () => {
    const wide = findingOf('wildcard-resource', 'app', { actions: ['s3:PutObject', 'kms:Decrypt'] });
    const rest = { ...wide, title: 'app has less', actions: ['kms:Decrypt'] as const };
    const seen: (readonly string[])[] = [];
    const { findings, parts } = foldFindings([unused, wide], (_finding, without) => {
      seen.push([...without]);
      return rest;
    });
    expect(seen).toEqual([['iam:PassRole', 's3:PutObject']]);
    expect(findings[1]).toMatchObject({ title: 'app has less', actions: ['kms:Decrypt'] });
    expect(parts).toMatchObject([{ title: wide.title, actions: wide.actions }]);
    expect(foldFindings([unused, wide], () => wide).parts).toEqual([]);
  });

  test.each([
    ['of another role', findingOf('wildcard-service', 'other', { evidence: { services: 's3' } })],
    ['of a service that keeps what is used', findingOf('wildcard-service', 'app', { evidence: { services: 'sqs' } })],
    ['that somebody accepted', { ...service, status: 'suppressed' } as const],
    ['of which somebody accepted some', { ...service, acceptedActions: ['s3:GetObject'] } as const],
  ])('is no finding %s', (_name, other) => {
    expect(foldFindings([unused, other], NOTHING).parts).toEqual([]);
  });

  test('is told by itself where the unused permissions are accepted', () => {
    const accepted = { ...unused, status: 'suppressed' } as const;
    expect(rulesOf(foldFindings([accepted, escalation], NOTHING).findings)).toEqual([
      'unused-permissions',
      'privilege-escalation',
    ]);
  });
});

describe('application permissions on an execution role', () => {
  const moved = (evidence: Finding['evidence'], actions = unused.actions) =>
    findingOf('application-permissions-on-execution-role', 'app', { evidence, actions });
  const lacking = { familiesWithoutTaskRole: 'web' };

  test('tell unused ones within, where an application lacks them: to move them is the change', () => {
    const { findings, parts } = foldFindings([moved(lacking), unused], NOTHING);
    expect(rulesOf(findings)).toEqual(['application-permissions-on-execution-role']);
    expect(rulesOf(parts)).toEqual(['unused-permissions']);
  });
  test('are told within unused ones where no application lacks them: to remove them is the change', () => {
    expect(rulesOf(foldFindings([moved({}), unused], NOTHING).findings)).toEqual(['unused-permissions']);
  });
  test('stand beside unused ones that go beyond them', () => {
    const { findings } = foldFindings([moved(lacking, ['s3:PutObject']), unused], NOTHING);
    expect(rulesOf(findings)).toEqual(['unused-permissions', 'application-permissions-on-execution-role']);
  });
});

test('findings of one role name each other, in Security Hub too', () => {
  const trust = findingOf('trust-too-wide', 'app');
  const alone = findingOf('trust-too-wide', 'other');
  const { findings } = foldFindings([unused, trust, alone], NOTHING);
  expect(findings.map(({ related }) => related)).toEqual([[trust.id], [unused.id], undefined]);
  const [asff] = findings.map((finding) => toAsff(finding, { region: 'us-east-1', now: NOW }));
  expect(asff?.RelatedFindings).toEqual([{ ProductArn: asff?.ProductArn, Id: trust.id }]);
});

test('a night that cannot decide the unused permissions opens no finding of what was told within them', () => {
  const service = findingOf('wildcard-service', 'app');
  const trust = findingOf('trust-too-wide', 'app');
  const folded = { findings: [service, trust], parts: [] };
  const main = mainIdOf(service);
  expect(main).toBe(unused.id);
  const held = holdBackParts(
    folded,
    (id) => id === main,
    () => false,
  );
  expect(held).toEqual({ findings: [trust], parts: [{ ...service, partOf: main }] });
  const before = holdBackParts(
    folded,
    (id) => id === main,
    (id) => id === service.id,
  );
  expect(before).toEqual(folded);
});
