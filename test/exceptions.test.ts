import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, toIso } from '../src/base/time.ts';
import type { AuditResult } from '../src/report/audit-result.ts';
import { summarize } from '../src/report/audit-summary.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { auditSandbox } from './support/audit-sandbox.ts';
import { smallAccount } from './support/small-account.ts';

const FIRST = Date.parse('2026-11-22T03:00:00Z');
const RULE = 'unused-permissions';
const OTHER = 'wildcard-resource';

interface Stored {
  readonly Id: string;
  readonly RecordState: string;
  readonly Description: string;
  readonly Workflow: { readonly Status: string };
  readonly Note?: { readonly Text: string; readonly UpdatedBy: string };
  readonly ProductFields: Readonly<Record<string, string>>;
}

describe('an accepted finding', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ account: smallAccount(FIRST).account, limits: false });
  });
  afterEach(() => sandbox.close());

  /** The audit of the night so many days after the first. */
  function night(days: number, configFile?: string): Promise<AuditResult> {
    const clock = { now: () => FIRST + days * DAY_MS };
    return auditSandbox(sandbox, { clock, ...(configFile !== undefined && { configFile }) });
  }

  function exception(over: Readonly<Record<string, string>> = {}): string {
    const fields = { role: 'shop-task-role', rule: RULE, until: '2026-11-25', reason: 'It moves soon', ...over };
    const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
    return `version: 1\nexceptions:\n  - ${lines.join('\n    ')}\n`;
  }

  function stored(rule: string): Stored {
    const all = [...(sandbox.state.findings.get('us-east-1')?.values() ?? [])] as unknown as readonly Stored[];
    const found = all.find(
      ({ Id, ProductFields }) =>
        Id.endsWith(`/${rule}`) && ProductFields['ecs-role-auditor/roleArn']?.endsWith('/shop-task-role'),
    );
    if (found === undefined) throw new Error(`Security Hub holds no finding of ${rule}`);
    return found;
  }

  /** What a person sets in the console. */
  function set(rule: string, change: object): void {
    const before = stored(rule);
    sandbox.state.findings.get('us-east-1')?.set(before.Id, { ...before, ...change } as never);
  }

  const calls = (operation: string) => sandbox.calls.filter((call) => call.operation === operation).length;
  const statusIn = (result: AuditResult, rule: string) =>
    result.findings.find((finding) => finding.rule === rule && finding.roleArn.endsWith('/shop-task-role'))?.status;

  test('is suppressed in Security Hub, stays so, and is new again when its exception expired', async () => {
    const first = await night(0);
    expect(first.incomplete).toEqual([]);
    expect(stored(RULE)).toMatchObject({ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } });
    expect(calls('BatchUpdateFindings')).toBe(0);

    const second = await night(1, exception());
    expect(second.incomplete).toEqual([]);
    expect(statusIn(second, RULE)).toBe('suppressed');
    expect(second.lifecycle).toMatchObject({ suppressed: [stored(RULE).Id], resolved: [], reopened: [] });
    expect(second.exceptions.ending).toMatchObject([{ role: 'shop-task-role' }]);
    expect(stored(RULE)).toMatchObject({
      RecordState: 'ACTIVE',
      Workflow: { Status: 'SUPPRESSED' },
      Note: { Text: 'Accepted until 2026-11-25 (UTC): It moves soon', UpdatedBy: 'ecs-role-auditor' },
      ProductFields: {
        'ecs-role-auditor/acceptedUntil': '2026-11-25',
        'ecs-role-auditor/acceptedBecause': 'It moves soon',
      },
    });
    const [before, after] = [summarize(first), summarize(second)];
    const total = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((sum, each) => sum + each, 0);
    expect([before.suppressed, after.suppressed]).toEqual([0, 1]);
    expect(total(after.findings)).toBe(total(before.findings) - 1);
    expect(verdictsOf(second)).toEqual(verdictsOf(first));
    expect(second.recommendedPolicies).toEqual(first.recommendedPolicies);

    const [imports, updates] = [calls('BatchImportFindings'), calls('BatchUpdateFindings')];
    const third = await night(2, exception());
    expect(third.lifecycle).toMatchObject({ suppressed: [], reopened: [], publish: [], marks: [] });
    expect([calls('BatchImportFindings'), calls('BatchUpdateFindings')]).toEqual([imports, updates]);

    const fourth = await night(3, exception());
    expect(toIso(fourth.startedAt)).toBe('2026-11-25T03:00:00Z');
    expect(statusIn(fourth, RULE)).toBe('open');
    expect(fourth.lifecycle).toMatchObject({ reopened: [stored(RULE).Id] });
    expect(fourth.exceptions.expired).toMatchObject([{ writtenIn: 'exceptions[0] of auditor.yaml' }]);
    const again = stored(RULE);
    expect(again).toMatchObject({
      Workflow: { Status: 'NEW' },
      Note: { Text: 'No exception accepts this finding any more.' },
    });
    expect(again.Description).toMatch(/^The exception for it expired on 2026-11-25\. Its reason was: It moves soon\. /);
    expect(again.ProductFields).not.toHaveProperty('ecs-role-auditor/acceptedUntil');
    expect(summarize(fourth)).toMatchObject({ suppressed: 0, findings: before.findings });

    const fifth = await night(4);
    expect(fifth.lifecycle).toMatchObject({ marks: [], opened: [], resolved: [] });
    expect(stored(RULE).Description).not.toContain('expired');
  });

  test('leaves what people set, before and since', async () => {
    await night(0);
    set(RULE, { Workflow: { Status: 'NOTIFIED' } });
    set(OTHER, { Workflow: { Status: 'SUPPRESSED' }, Note: { Text: 'Known.', UpdatedBy: 'anna' } });
    const everything = exception({ rule: `[${RULE}, ${OTHER}]` });
    const second = await night(1, everything);
    expect([statusIn(second, RULE), statusIn(second, OTHER)]).toEqual(['suppressed', 'suppressed']);
    expect(calls('BatchUpdateFindings')).toBe(0);
    await night(3, everything);
    expect(stored(RULE).Workflow.Status).toBe('NOTIFIED');
    expect(stored(OTHER)).toMatchObject({ Workflow: { Status: 'SUPPRESSED' }, Note: { Text: 'Known.' } });
    expect(calls('BatchUpdateFindings')).toBe(0);
  });

  test('is not suppressed again where somebody took that back', async () => {
    await night(0, exception());
    expect(stored(RULE).Workflow.Status).toBe('SUPPRESSED');
    set(RULE, { Workflow: { Status: 'NEW' } });
    await night(1, exception());
    expect(stored(RULE).Workflow.Status).toBe('NEW');
  });

  test('is suppressed on its very first night, in one run', async () => {
    const result = await night(0, exception());
    expect(result.incomplete).toEqual([]);
    expect(result.lifecycle.opened).not.toContain(stored(RULE).Id);
    expect(stored(RULE).Workflow.Status).toBe('SUPPRESSED');
  });

  test('costs one line where its status cannot be set, and is suppressed the night after', async () => {
    sandbox.injectFault({ service: 'securityhub', operation: 'BatchUpdateFindings', kind: 'accessDenied' });
    const result = await night(0, exception());
    expect(result.incomplete).toMatchObject([
      {
        what: `workflow status of finding ${stored(RULE).Id}`,
        why: expect.stringContaining('securityhub:BatchUpdateFindings'),
      },
    ]);
    expect(statusIn(result, RULE)).toBe('suppressed');
    expect(stored(RULE).Workflow.Status).toBe('NEW');
    sandbox.clearFaults();
    const next = await night(1, exception());
    expect(next.incomplete).toEqual([]);
    expect(stored(RULE).Workflow.Status).toBe('SUPPRESSED');
  });

  test.each([false, true])(
    'is new again after an outage of Security Hub on the night its exception expired, the ledger lost since: %s',
    async (lost) => {
      await night(0, exception());
      sandbox.injectFault({ service: 'securityhub', kind: 'accessDenied' });
      const out = await night(3, exception());
      expect(out.lifecycle.reopened).toEqual([stored(RULE).Id]);
      expect(stored(RULE)).toMatchObject({ Workflow: { Status: 'SUPPRESSED' } });
      sandbox.clearFaults();
      if (lost)
        for (const key of sandbox.state.objects.keys()) if (key.includes('/ledger/')) sandbox.state.objects.delete(key);
      const back = await night(4, exception());
      expect(back.incomplete).toEqual([]);
      expect(statusIn(back, RULE)).toBe('open');
      expect(stored(RULE)).toMatchObject({ RecordState: 'ACTIVE', Workflow: { Status: 'NEW' } });
      expect(stored(RULE).ProductFields).not.toHaveProperty('ecs-role-auditor/acceptedUntil');
      expect((await night(5, exception())).lifecycle).toMatchObject({ publish: [], marks: [], reopened: [] });
    },
  );

  test('by a tag is not accepted where its role may tag roles, though it names all rules', async () => {
    const role = sandbox.account.roles.find(({ name }) => name === 'shop-task-role');
    if (role === undefined) throw new Error('the account has no shop-task-role');
    Object.assign(role.tags, { 'ecs-role-auditor:accept': 'until=2026-12-24 nothing to see here' });
    expect(statusIn(await night(0), OTHER)).toBe('suppressed');
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:Tag*', Resource: '*' }] };
    Object.assign(role.inlinePolicies, { tagger: policy });
    // Its boundary lets it tag nothing.
    expect(statusIn(await night(0), OTHER)).toBe('suppressed');
    Object.assign(role, { boundary: undefined });
    const second = await night(1);
    expect(statusIn(second, OTHER)).toBe('open');
    expect(stored(OTHER).Workflow.Status).toBe('NEW');
    expect(second.exceptions.ignored).toMatchObject([
      { tag: 'ecs-role-auditor:accept', problem: expect.stringContaining('iam:TagRole') },
    ]);
  });

  test('changes no status while Security Hub cannot say what people set', async () => {
    await night(0);
    sandbox.injectFault({ service: 'securityhub', operation: 'GetFindings', kind: 'accessDenied' });
    await night(1, exception());
    expect(calls('BatchUpdateFindings')).toBe(0);
  });

  test('may be accepted by a tag of its role; one that cannot be read is told of, and obeyed by nobody', async () => {
    const role = sandbox.account.roles.find(({ name }) => name === 'shop-task-role');
    Object.assign(role?.tags ?? {}, {
      'ecs-role-auditor:accept': `until=2026-12-24 rule=${RULE} it moves soon`,
      'ecs-role-auditor:accept:2': `until=someday rule=${OTHER} it moves soon`,
      Owner: 'team-shop',
    });
    const result = await night(0);
    expect([statusIn(result, RULE), statusIn(result, OTHER)]).toEqual(['suppressed', 'open']);
    expect(result.exceptions.ignored).toMatchObject([
      { tag: 'ecs-role-auditor:accept:2', problem: expect.stringContaining('its until= is "someday"') },
    ]);
    expect(stored(RULE)).toMatchObject({
      Workflow: { Status: 'SUPPRESSED' },
      ProductFields: { 'ecs-role-auditor/owner': 'team-shop' },
    });
    const deaf = await auditSandbox(sandbox, { settings: { AUDITOR_ACCEPT_TAG: 'none' } });
    expect(statusIn(deaf, RULE)).toBe('open');
  });

  test('is known to the ledger too, where nothing is published', async () => {
    const run = (days: number, configFile: string) =>
      auditSandbox(sandbox, {
        settings: { AUDITOR_PUBLISH: 'false' },
        configFile,
        clock: { now: () => FIRST + days * DAY_MS },
      });
    const first = await run(0, exception());
    expect(first.lifecycle.opened.some((id) => id.endsWith(RULE) && id.includes('shop-task'))).toBe(false);
    const second = await run(1, exception());
    expect(second.lifecycle).toMatchObject({ suppressed: [], reopened: [] });
    const last = await run(3, exception());
    expect(last.lifecycle.reopened).toHaveLength(1);
  });

  test('whose exception accepts nothing any more is called idle only by a look at everything', async () => {
    const config = exception({ role: 'gone-role' });
    expect((await night(0, config)).exceptions.idle).toMatchObject([{ role: 'gone-role' }]);
    const narrow = await auditSandbox(sandbox, { configFile: config, request: { families: ['shop'] } });
    expect(narrow.exceptions.idle).toEqual([]);
  });
});

function verdictsOf({ assessments }: AuditResult): readonly string[] {
  return assessments.flatMap(({ inUse, actions }) =>
    actions.map(({ action, verdict }) => `${inUse.arn} ${action} ${verdict}`),
  );
}
