import type { AuditResult } from '../../src/report/audit-result.ts';
import type { RoleAssessment, Verdict } from '../../src/rightsize/verdict.ts';
import { allow, assess, DAY, NOW, use, verdict } from '../findings/fixtures.ts';
import { auditOf } from './audit-fixture.ts';

const VERDICTS: readonly Verdict[] = ['unused', 'unused', 'unobservable', 'used', 'unused', 'unobservable'];

/** An audit of many roles with policies that name each action; no two roles share a policy name, and uses differ. */
export function largeAudit(roles: number, actionsEach: number): AuditResult {
  return auditOf(
    Array.from({ length: roles }, (_, role) => largeRole(role, actionsEach)),
    [],
  );
}

function largeRole(place: number, actionsEach: number): RoleAssessment {
  const name = `team-${place % 40}-service-${place}-task`;
  const actions = Array.from(
    { length: actionsEach },
    (_, index) => `service${(place + index) % 150}:SomeOperationNumber${(place * 7 + index * 13) % 90}` as const,
  );
  const policy = `service-${place}`;
  return assess(name, {
    uses: [use('task', `service-${place}`, 3), use('task', `service-${place}`, 2)],
    lastSeen: NOW - (place % 80) * DAY,
    role: { policies: [allow(policy, actions, `arn:aws:s3:::bucket-${place}/*`)] },
    actions: [...new Set(actions)].map((action, index) => {
      const kind = VERDICTS[index % VERDICTS.length] ?? 'unused';
      return verdict(action, kind, {
        because:
          kind === 'used'
            ? `${index + 1} calls in us-east-1, last SomeOperation (service.amazonaws.com) on 2026-11-${10 + (place % 12)}.`
            : `CloudTrail says of ${action} what it says of the others.`,
        ...(kind === 'used' && {
          firstUsed: NOW - 60 * DAY,
          lastUsed: NOW - (place % 30) * DAY,
          uses: index + 1,
          resources: [`arn:aws:s3:::bucket-${place}/${index}`],
        }),
        grantedBy: [{ policy: `inline policy ${policy}`, index: 0 }],
      });
    }),
  });
}
