import { expect, test } from 'vitest';
import { RULES } from '../../src/findings/rules.ts';
import type { Deadline } from '../../src/ports.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { loadAwsModel } from '../truth/aws-model.ts';
import { auditedOverNights } from '../truth/campaign.ts';
import { truthAccount } from '../truth/truth-account.ts';

const model = await loadAwsModel({ fixture: true });
const account = truthAccount(1, model);

/** A deadline that has passed once it was asked about so often. */
function passedAfter(asked: number): Deadline {
  let left = asked;
  return {
    timeLeft: () => {
      left -= 1;
      return left >= 0 ? 1 : 0;
    },
    signal: new AbortController().signal,
  };
}

const OPEN = passedAfter(Number.POSITIVE_INFINITY);

const UNLIMITED = { judging: OPEN, evaluating: OPEN, recommending: OPEN, reporting: OPEN };

function auditedWith(deadlines: Partial<typeof UNLIMITED> = {}): Promise<AuditResult> {
  return auditedOverNights({ ...account, nights: [account.now] }, model, (context) => ({
    ...context,
    deadlines: { ...UNLIMITED, ...deadlines },
  }));
}

test('when the time for judging is up, the roles of which least was to be done were judged, and the others are named', async () => {
  const whole = await auditedWith();
  const part = await auditedWith({ judging: passedAfter(1) });
  expect(whole.assessments.length).toBeGreaterThan(2);
  expect(part.assessments.map(({ inUse }) => inUse.arn)).toEqual(whole.assessments.map(({ inUse }) => inUse.arn));
  const [judged, ...others] = part.assessments.toSorted((a, b) => b.actions.length - a.actions.length);
  expect(judged?.actions.length).toBeGreaterThan(0);
  expect(others.every(({ lookup, actions }) => lookup.kind === 'unreadable' && actions.length === 0)).toBe(true);
  expect(part.incomplete.filter(({ what }) => what.startsWith('Verdicts on '))).toEqual(
    expect.arrayContaining(
      others.map(({ inUse }) => ({ what: `Verdicts on ${inUse.arn}`, why: 'the time for it was up' })),
    ),
  );
});

test('when the time for working out policies is up, everything else is told, and those that are missing are named', async () => {
  const whole = await auditedWith();
  const part = await auditedWith({ recommending: passedAfter(0) });
  expect(part.findings.map(({ id }) => id)).toEqual(whole.findings.map(({ id }) => id));
  expect(part.recommendedPolicies).toEqual({});
  expect(part.incomplete.filter(({ what }) => what.startsWith('Right-sized policy of '))).toHaveLength(
    part.assessments.length,
  );
});

test('when the time for rules is up, roles of which least was to be done were looked at, and the others are named', async () => {
  const whole = await auditedWith();
  const part = await auditedWith({ evaluating: passedAfter(RULES.length) });
  const named = part.incomplete.filter(({ what }) => what.startsWith('Rules of '));
  expect(named.length).toBeGreaterThan(0);
  expect(named.length).toBeLessThan(part.assessments.length);
  const late = new Set(named.map(({ what }) => what.replace('Rules of ', '')));
  const ofOthers = ({ findings }: AuditResult) =>
    findings.flatMap(({ id, roleArn }) => (late.has(roleArn) || !roleArn.includes(':role/') ? [] : [id]));
  expect(ofOthers(part)).toEqual(ofOthers(whole));
  expect(ofOthers(part).length).toBeGreaterThan(0);
});

test('when the time for the report is up, it is left out and named, and everything else is told', async () => {
  const kept: string[] = [];
  const told: string[] = [];
  const result = await auditedOverNights({ ...account, nights: [account.now] }, model, (context) => ({
    ...context,
    deadlines: { ...UNLIMITED, reporting: passedAfter(2) },
    reports: {
      place: 's3://reports/',
      async put({ key }) {
        kept.push(key);
        return { value: key, incomplete: [] };
      },
    },
    notifiers: [
      {
        name: 'slack',
        async notify({ body }) {
          told.push(body);
          return { outcome: 'delivered', incomplete: [] };
        },
      },
    ],
  }));
  expect(kept).toEqual([]);
  expect(told).toEqual([expect.stringContaining('Report as a page')]);
  expect(result.incomplete).toEqual([
    { what: 'Report as a page', why: 'the time for it was up' },
    { what: 'Report as JSON', why: 'the time for it was up' },
  ]);
});
