import { expect, test } from 'vitest';
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

function auditedWith(deadlines: { readonly judging: Deadline; readonly recommending: Deadline }): Promise<AuditResult> {
  return auditedOverNights({ ...account, nights: [account.now] }, model, (context) => ({ ...context, deadlines }));
}

test('when the time for judging is up, the roles of which least was to be done were judged, and the others are named', async () => {
  const whole = await auditedWith({ judging: OPEN, recommending: OPEN });
  const part = await auditedWith({ judging: passedAfter(1), recommending: OPEN });
  expect(whole.assessments.length).toBeGreaterThan(2);
  expect(part.assessments.map(({ inUse }) => inUse.arn)).toEqual(whole.assessments.map(({ inUse }) => inUse.arn));
  const [judged, ...others] = part.assessments.toSorted((a, b) => b.actions.length - a.actions.length);
  expect(judged?.actions.length).toBeGreaterThan(0);
  expect(others.every(({ lookup, actions }) => lookup.kind === 'unreadable' && actions.length === 0)).toBe(true);
  expect(part.incomplete.filter(({ what }) => what.startsWith('Verdicts on '))).toEqual(
    expect.arrayContaining(
      others.map(({ inUse }) => ({
        what: `Verdicts on ${inUse.arn}`,
        why: 'the time for it was up before its turn came',
      })),
    ),
  );
});

test('when the time for working out policies is up, everything else is told, and those that are missing are named', async () => {
  const whole = await auditedWith({ judging: OPEN, recommending: OPEN });
  const part = await auditedWith({ judging: OPEN, recommending: passedAfter(0) });
  expect(part.findings.map(({ id }) => id)).toEqual(whole.findings.map(({ id }) => id));
  expect(part.recommendedPolicies).toEqual({});
  expect(part.incomplete.filter(({ what }) => what.startsWith('Right-sized policy of '))).toHaveLength(
    part.assessments.length,
  );
});
