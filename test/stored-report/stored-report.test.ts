import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { auditDocument, auditDocumentParts, auditDocumentText } from '../../src/report/json/audit-document.ts';
import { explainAction } from '../../src/report/policy/explain-action.ts';
import { POLICY_FORMS, renderPolicy } from '../../src/report/policy/render-policy.ts';
import { evidenceSwitches } from '../../src/rightsize/evidence-switches.ts';
import { rightSizedPolicy } from '../../src/rightsize/recommend/right-sized-policy.ts';
import type { ByteSource } from '../../src/stored-report/byte-source.ts';
import { type OpenReport, openReport } from '../../src/stored-report/open-report.ts';
import { packReport } from '../../src/stored-report/pack-report.ts';
import { lookup } from '../ledger/seen.ts';
import { auditOf } from '../report/audit-fixture.ts';
import { largeAudit } from '../report/large-audit.ts';
import { WORLD } from '../report/policy/changes.ts';
import { inputOf } from '../rightsize/recommend/recommended.ts';
import { ARN, allow, judge, REGIONS, type World } from '../rightsize/world.ts';

interface CountedSource extends ByteSource {
  read(): number;
}

function bytesOf(bytes: Uint8Array): CountedSource {
  let read = 0;
  const part = (from: number, to: number): Uint8Array => {
    read += to - from;
    return bytes.subarray(from, to);
  };
  return {
    address: 'memory',
    end: async (most) => ({ bytes: part(Math.max(0, bytes.length - most), bytes.length), size: bytes.length }),
    range: async (from, length) => part(from, from + length),
    whole: async () => part(0, bytes.length),
    read: () => read,
  };
}

const packed = async (result: AuditResult): Promise<Uint8Array> => packReport(auditDocumentParts(result), result);

function auditIn(world: Partial<World>): AuditResult {
  const { assessment, evidence } = judge(world);
  return auditOf([assessment], [], {
    recommendations: { [ARN]: rightSizedPolicy(inputOf(world)) },
    switches: evidenceSwitches([assessment], evidence),
    coverage: world.coverages ?? REGIONS.map((region) => lookup(region)),
  });
}

const WORLDS: readonly (readonly [string, Partial<World>])[] = [
  ['a policy with conditions, denials and fields', WORLD],
  ['actions that only data events show', { policies: [allow('s3:*', 'dynamodb:*')] }],
  ['nothing to change', { policies: [] }],
];

async function answersOf(report: OpenReport, result: AuditResult) {
  const [assessment] = result.assessments;
  const { role, recommendation } = await report.role(ARN);
  const recommendations = recommendation === undefined ? {} : { [ARN]: recommendation };
  const audit = { ...report.head.audit, switches: [], recommendations };
  const actions = [...(assessment?.actions ?? []).map(({ action }) => action), 'iam:PassRole' as const];
  return {
    explained: actions.map((action) => explainAction(audit, role, action)),
    policies:
      recommendation?.kind === 'policy' && role.lookup.kind === 'found'
        ? POLICY_FORMS.map(
            (form) => role.lookup.kind === 'found' && renderPolicy(role.lookup.role, recommendation, form),
          )
        : recommendation,
  };
}

function answersNow(result: AuditResult) {
  const [assessment] = result.assessments;
  if (assessment?.lookup.kind !== 'found') throw new Error('the role was not found');
  const { role } = assessment.lookup;
  const recommendation = result.recommendations[ARN];
  const actions = [...assessment.actions.map(({ action }) => action), 'iam:PassRole' as const];
  return {
    explained: actions.map((action) => explainAction(result, assessment, action)),
    policies:
      recommendation?.kind === 'policy'
        ? POLICY_FORMS.map((form) => renderPolicy(role, recommendation, form))
        : recommendation,
  };
}

describe('a stored report', () => {
  test.each(WORLDS)('answers as the audit itself: %s', async (_, world) => {
    const result = auditIn(world);
    const report = await openReport(bytesOf(await packed(result)));
    expect(await answersOf(report, result)).toEqual(answersNow(result));
  });

  test.each([
    ['as JSON', (text: string) => Buffer.from(text)],
    ['compressed by somebody else', (text: string) => gzipSync(text)],
  ])('answers the same %s, without an index', async (_, form) => {
    const result = auditIn(WORLD);
    const report = await openReport(bytesOf(form([...auditDocumentText(result, 2)].join(''))));
    expect(await answersOf(report, result)).toEqual(answersNow(result));
  });

  test('is the same JSON document for whoever decompresses it', async () => {
    const result = auditOf();
    expect(JSON.parse(gunzipSync(await packed(result)).toString())).toEqual(
      JSON.parse(JSON.stringify(auditDocument(result))),
    );
  });

  test('of many roles is not read whole for one of them', async () => {
    const result = largeAudit(300, 60);
    const bytes = await packed(result);
    const source = bytesOf(bytes);
    const report = await openReport({ ...source, end: () => source.end(40_000) });
    expect(report.roleArns).toEqual(result.assessments.map(({ inUse }) => inUse.arn));
    await report.role(report.roleArns[123] ?? '');
    expect(source.read()).toBeLessThan(bytes.length / 5);
  });

  test('says how much its audit could not read', async () => {
    const incomplete = [{ what: 'Region eu-west-1', why: 'denied' }];
    const result = auditOf([], [], { incomplete });
    expect((await openReport(bytesOf(await packed(result)))).incomplete).toBe(1);
    expect((await openReport(bytesOf(Buffer.from([...auditDocumentText(result)].join(''))))).incomplete).toBe(1);
  });

  test.each([
    ['is empty', '', /it is empty/],
    ['is something else', '{"version":1}', /field "account" is missing/],
    ['has no roles', JSON.stringify({ ...auditDocument(auditOf([], [])), roles: 1 }), /field "roles" is missing/],
  ])('that %s is refused with what would be right', async (_, text, message) => {
    await expect(openReport(bytesOf(Buffer.from(text)))).rejects.toThrow(message);
  });

  test('with a role of an older form is refused, and says which field', async () => {
    const document = auditDocument(auditIn(WORLD));
    const roles = document.roles.map(({ policies: _, ...role }) => role);
    const report = await openReport(bytesOf(Buffer.from(JSON.stringify({ ...document, roles }))));
    await expect(report.role(ARN)).rejects.toThrow(/field "policies" is missing/);
  });
});
