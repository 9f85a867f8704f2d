import { describe, expect, test } from 'vitest';
import { createSecurityHub } from '../../src/aws/security-hub/security-hub.ts';
import { importFindings } from '../../src/aws/security-hub/security-hub-import.ts';
import { toAsff } from '../../src/findings/asff/asff.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { RULES } from '../../src/findings/rules.ts';
import { emptyAccount } from '../../src/sandbox/sandbox-account.ts';
import type { SandboxOptions } from '../../src/sandbox/start-sandbox.ts';
import { sandboxSession } from '../support/sandbox-session.ts';

const now = Date.UTC(2026, 10, 22, 3);
const accountId = '418295736412';
const rule = RULES[0]?.id ?? '';

function finding(index: number, more: Partial<Finding> = {}): Finding {
  return {
    id: `ecs-role-auditor/aws/${accountId}/AROA${index}/${rule}`,
    rule,
    severity: 'HIGH',
    title: `Finding ${index}`,
    description: 'What it is about',
    accountId,
    partition: 'aws',
    roleArn: `arn:aws:iam::${accountId}:role/role-${index}`,
    families: ['app'],
    taskDefinitionArns: [`arn:aws:ecs:us-east-1:${accountId}:task-definition/app:${index + 1}`],
    actions: ['s3:GetObject'],
    status: 'open',
    firstSeen: now - 86_400_000,
    lastSeen: now,
    remediation: { text: 'Remove it', url: 'https://docs.aws.amazon.com/' },
    evidence: {},
    ...more,
  };
}

async function hub(options: SandboxOptions = {}, at = now, maxAttempts = 1) {
  const { sandbox, session } = await sandboxSession({ account: emptyAccount({ now }), ...options }, { maxAttempts });
  const sink = createSecurityHub(session, { accountId, partition: 'aws', clock: { now: () => at }, retryDelay: 1 });
  return { sandbox, session, sink };
}

const many = Array.from({ length: 230 }, (_, index) => finding(index));

describe('createSecurityHub', () => {
  test('imports in batches of a hundred, and reads the same findings back through all pages', async () => {
    const { sandbox, sink } = await hub();
    expect(await sink.publish(many)).toEqual({ imported: 230, incomplete: [] });
    expect(sandbox.calls.filter((call) => call.operation === 'BatchImportFindings')).toHaveLength(3);
    const known = await sink.known();
    expect(known.incomplete).toEqual([]);
    expect(new Set(known.value.map((one) => one.id))).toEqual(new Set(many.map((one) => one.id)));
    expect(known.value).toHaveLength(230);
    expect(known.value.find((one) => one.id === many[7]?.id)).toMatchObject({
      rule,
      roleArn: many[7]?.roleArn,
      severity: 'HIGH',
      title: 'Finding 7',
      recordState: 'ACTIVE',
      firstSeen: now - 86_400_000,
      updatedAt: now,
      families: ['app'],
      actions: ['s3:GetObject'],
    });
    expect(sandbox.calls.filter((call) => call.operation === 'GetFindings')).toHaveLength(3);
    expect(sandbox.calls.filter((call) => call.status !== 200)).toEqual([]);
  });

  test('publishes nothing without a call', async () => {
    const { sandbox, sink } = await hub();
    expect(await sink.publish([])).toEqual({ imported: 0, incomplete: [] });
    expect(sandbox.calls).toEqual([]);
  });

  test('reads archived findings back as archived', async () => {
    const { sink } = await hub();
    await sink.publish([finding(1, { status: 'resolved' })]);
    expect((await sink.known()).value).toMatchObject([{ recordState: 'ARCHIVED' }]);
  });

  test('leaves out findings of other products and accounts, even where the endpoint does not filter', async () => {
    const { sandbox, sink } = await hub();
    await sink.publish([finding(1)]);
    const stored = sandbox.state.findings.get('us-east-1');
    const own = [...(stored?.values() ?? [])][0] ?? {};
    stored?.set('other', { ...own, Id: 'other', GeneratorId: 'another-product/rule' });
    expect((await sink.known()).value.map((one) => one.id)).toEqual([finding(1).id]);
  });

  test('states a finding of its own that it cannot read, instead of forgetting it', async () => {
    const { sandbox, sink } = await hub();
    await sink.publish([finding(1)]);
    const stored = sandbox.state.findings.get('us-east-1');
    for (const [id, one] of stored ?? []) stored?.set(id, { ...one, CreatedAt: 'yesterday' });
    const known = await sink.known();
    expect(known.value).toEqual([]);
    expect(known.incomplete).toMatchObject([{ why: expect.stringContaining('"yesterday"') }]);
  });

  test.each(['throttle', 'serverError', 'reset', 'truncated', 'malformed'] as const)(
    'imports all exactly once through a passing %s',
    async (kind) => {
      const { sandbox, sink } = await hub({ faults: [{ kind, operation: 'BatchImportFindings', times: 2 }] }, now, 4);
      expect(await sink.publish(many)).toEqual({ imported: 230, incomplete: [] });
      expect(sandbox.state.findings.get('us-east-1')?.size).toBe(230);
    },
  );

  test.each(['throttle', 'serverError', 'accessDenied', 'reset', 'truncated', 'malformed'] as const)(
    'states how many findings a lasting %s kept out, and throws nothing',
    async (kind) => {
      const { sink } = await hub({ faults: [{ kind, service: 'securityhub' }] });
      const outcome = await sink.publish(many);
      expect(outcome.imported).toBe(0);
      const counts = outcome.incomplete.map((one) => Number(/import of (\d+) findings/.exec(one.what)?.[1]));
      expect(counts.reduce((a, b) => a + b, 0)).toBe(230);
      const known = await sink.known();
      expect(known.value).toEqual([]);
      expect(known.incomplete).toHaveLength(1);
      expect(known.incomplete[0]?.why).toContain('securityhub:GetFindings in us-east-1');
    },
  );

  test('says once that Security Hub is not enabled', async () => {
    const account = emptyAccount({ now });
    account.regions.splice(0, 1, { name: 'us-east-1', optInStatus: 'opt-in-not-required', securityHub: false });
    const { sink } = await hub({ account });
    const outcome = await sink.publish(many);
    expect(outcome).toEqual({
      imported: 0,
      incomplete: [
        { what: 'import of 230 findings into Security Hub', why: expect.stringContaining('not enabled in us-east-1') },
      ],
    });
  });

  test('says it no second time when findings were to be read before', async () => {
    const account = emptyAccount({ now });
    account.regions.splice(0, 1, { name: 'us-east-1', optInStatus: 'opt-in-not-required', securityHub: false });
    const { sink, sandbox } = await hub({ account });
    const known = await sink.known();
    expect(known.incomplete).toEqual([
      {
        what: 'Security Hub findings, of earlier runs and of this one',
        why: 'Security Hub CSPM is not enabled in us-east-1; enable it there, or run without publishing',
      },
    ]);
    expect(await sink.publish(many)).toEqual({ imported: 0, incomplete: [] });
    expect(await sink.mark([{ id: finding(1).id, status: 'NEW', note: 'x' }])).toEqual({ incomplete: [] });
    expect(sandbox.calls.map(({ operation }) => operation)).toEqual(['GetFindings']);
  });

  const marks = many.map(({ id }, index) => ({ id, status: 'SUPPRESSED' as const, note: `Accepted: ${index % 3}` }));
  test.each(['throttle', 'serverError', 'reset', 'truncated', 'malformed'] as const)(
    'sets all workflow statuses through a passing %s',
    async (kind) => {
      const faults = [{ kind, operation: 'BatchUpdateFindings', times: 2 }];
      const { sandbox, sink } = await hub({ faults }, now, 4);
      await sink.publish(many);
      expect(await sink.mark(marks)).toEqual({ incomplete: [] });
      const stored = [...(sandbox.state.findings.get('us-east-1')?.values() ?? [])];
      expect(stored.every((each) => JSON.stringify(each['Workflow']) === '{"Status":"SUPPRESSED"}')).toBe(true);
    },
  );

  test.each(['throttle', 'serverError', 'accessDenied', 'reset', 'truncated', 'malformed'] as const)(
    'states in one line that a lasting %s kept workflow statuses from being set, and throws nothing',
    async (kind) => {
      const { sink } = await hub({ faults: [{ kind, operation: 'BatchUpdateFindings' }] });
      await sink.publish(many);
      const { incomplete } = await sink.mark(marks);
      expect(incomplete.map(({ what }) => what)).toEqual(['workflow status of 230 findings']);
      expect(incomplete[0]?.why).toContain('securityhub:BatchUpdateFindings');
    },
  );

  test('sets workflow statuses, which it then reads back; what people set beside them stays', async () => {
    const { sink, sandbox } = await hub();
    await sink.publish([finding(1), finding(2)]);
    const stored = sandbox.state.findings.get('us-east-1');
    const before = stored?.get(finding(1).id) ?? {};
    stored?.set(finding(1).id, { ...before, UserDefinedFields: { ticket: 'A-1' } });
    const mark = { id: finding(1).id, status: 'SUPPRESSED', note: 'Accepted until 2027-01-31 (UTC): x' } as const;
    expect(await sink.mark([mark])).toEqual({ incomplete: [] });
    const [first, second] = (await sink.known()).value;
    expect(first?.workflow).toEqual({ status: 'SUPPRESSED', note: { text: mark.note, by: 'ecs-role-auditor' } });
    expect(first?.updatedAt).toBe(now);
    expect(second?.workflow).toEqual({ status: 'NEW' });
    expect(stored?.get(finding(1).id)).toMatchObject({ UserDefinedFields: { ticket: 'A-1' }, Title: 'Finding 1' });
  });

  test('imports the others where one finding is not valid, and names it', async () => {
    const { sandbox, session } = await hub();
    const target = { region: 'us-east-1', now };
    const invalid = { ...toAsff(finding(2), target), Title: 'x'.repeat(257) };
    const outcome = await importFindings(session, [toAsff(finding(1), target), invalid, toAsff(finding(3), target)], 1);
    expect(outcome.imported).toBe(2);
    expect(outcome.incomplete).toMatchObject([
      { what: expect.stringContaining(finding(2).id), why: expect.stringContaining('InvalidInput') },
    ]);
    expect([...(sandbox.state.findings.get('us-east-1')?.keys() ?? [])]).toEqual([finding(1).id, finding(3).id]);
  });
});
