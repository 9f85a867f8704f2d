import { type Night, night } from './night.ts';
import * as cast from './world.ts';
import { ABROAD, HOME } from './world.ts';

/** Three nights on which something does not work, or no longer holds, and a quiet one. */
export const TROUBLED_NIGHTS: readonly Night[] = [
  night(5, 'a Region does not answer', {
    async before(account) {
      await account.retire('billing', ABROAD);
    },
    faults: [{ kind: 'accessDenied', service: 'ecs', region: ABROAD }],
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ACTIVE    SUPPRESSED  1        1      1     1        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    SUPPRESSED  1        1      4     4        Accepted until 2026-11-22 (UTC): The partner's tasks move on Saturday
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: nothing new (incomplete). Open 2 (2 not checked, unchanged since last night) ▅██▁▁: 🔴 1 critical · 🔵 1 low · plus ⚪ 1 informational · 1 accepted
      Exceptions
      • An exception expires on 2026-11-22, in 2 days: exceptions[0] of auditor.yaml (The partner's tasks move on Saturday).
      • Incomplete: clusters in eu-west-1: AccessDeniedException on ecs:ListClusters in eu-west-1; add ecs:ListClusters to the auditor's role
      • Incomplete: daemon task definitions in eu-west-1: AccessDeniedException on ecs:ListDaemonTaskDefinitions in eu-west-1; add ecs:ListDaemonTaskDefinitions to the auditor's role
      • Incomplete: task definitions in eu-west-1: AccessDeniedException on ecs:ListTaskDefinitions in eu-west-1; add ecs:ListTaskDefinitions to the auditor's role
      • 1 granted action could not be judged yet.
      • 1 caveat as before; the report has it.
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
      4: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles
      5: 1 critical, 1 low, 1 informational, 2 not checked, 1 suppressed; 3 roles, incomplete
    `,
    changes: `
      1 opened, 3 unchanged, 2 unconfirmed, 1 suppressed
      clusters in eu-west-1: AccessDeniedException on ecs:ListClusters in eu-west-1; add ecs:ListClusters to the auditor's role
      daemon task definitions in eu-west-1: AccessDeniedException on ecs:ListDaemonTaskDefinitions in eu-west-1; add ecs:ListDaemonTaskDefinitions to the auditor's role
      task definitions in eu-west-1: AccessDeniedException on ecs:ListTaskDefinitions in eu-west-1; add ecs:ListTaskDefinitions to the auditor's role
    `,
  }),

  night(6, 'Security Hub is out', {
    async before(account) {
      await account.putRole(cast.reports);
      await account.deploy('reports', HOME, 'reports-task');
    },
    faults: [{ kind: 'serverError', service: 'securityhub' }],
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ACTIVE    SUPPRESSED  1        1      1     1        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    SUPPRESSED  1        1      4     4        Accepted until 2026-11-22 (UTC): The partner's tasks move on Saturday
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 new, 1 resolved (incomplete)
      New since the last run
      🔵 reports-task may be assumed by ECS without a source condition — reports
      Resolved
      ✅ billing-task may be assumed by ECS without a source condition
      Open 4 (unchanged since last night) ▅██▁▁▁: 🔴 1 critical · 🟡 1 medium · 🔵 2 low · 1 accepted
      4 roles in eu-west-1 and us-east-1
      Look at these first
      🔴 search-task (search)
      trusts everyone (*) (and 1 more finding)
      🟡 checkout-task (checkout)
      1 of 2 granted actions unused, among them sqs:CreateQueue
      Exceptions
      • An exception expires on 2026-11-22, within a day: exceptions[0] of auditor.yaml (The partner's tasks move on Saturday).
      • Incomplete: findings of earlier runs: InternalException on securityhub:GetFindings in us-east-1: the service failed, also after the retries
      • Incomplete: import of 7 findings into Security Hub: InternalException on securityhub:BatchImportFindings in us-east-1: the service failed, also after the retries
      To accept “reports-task may be assumed by ECS without a source condition” for 30 days, with your own reason:
      aws iam tag-role --role-name reports-task --tags '[{"Key":"ecs-role-auditor:accept","Value":"until=2026-12-21 rule=trust-without-source-condition REASON"}]'
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
      4: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles
      5: 1 critical, 1 low, 1 informational, 2 not checked, 1 suppressed; 3 roles, incomplete
      6: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles, incomplete
    `,
    changes: `
      1 opened, 4 unchanged, 2 resolved, 1 suppressed
      findings of earlier runs: InternalException on securityhub:GetFindings in us-east-1: the service failed, also after the retries
      import of 7 findings into Security Hub: InternalException on securityhub:BatchImportFindings in us-east-1: the service failed, also after the retries
    `,
  }),

  night(7, 'Security Hub is back, and an exception expired', {
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ARCHIVED  SUPPRESSED  1        1      1     7        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    NEW         1        1      7     7        No exception accepts this finding any more.
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      reports-task   trust-without-source-condition  LOW            ACTIVE    NEW         6        6      7     7        -
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 new
      New since the last run
      🔵 checkout-task may be assumed by ECS without a source condition — checkout (back again)
      Open 5 (+1 since last night) ▅██▁▁▁▅: 🔴 1 critical · 🟡 1 medium · 🔵 3 low
      4 roles in eu-west-1 and us-east-1
      Look at these first
      🔴 search-task (search)
      trusts everyone (*) (and 1 more finding)
      🟡 checkout-task (checkout)
      1 of 2 granted actions unused, among them sqs:CreateQueue
      🔵 reports-task (reports)
      may be assumed by ECS without a source condition
      Exceptions
      • An exception expired on 2026-11-22, but what it accepted is still there: exceptions[0] of auditor.yaml (The partner's tasks move on Saturday).
      To accept “checkout-task may be assumed by ECS without a source condition” for 30 days, with your own reason:
      aws iam tag-role --role-name checkout-task --tags '[{"Key":"ecs-role-auditor:accept","Value":"until=2026-12-22 rule=trust-without-source-condition REASON"}]'
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
      4: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles
      5: 1 critical, 1 low, 1 informational, 2 not checked, 1 suppressed; 3 roles, incomplete
      6: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles, incomplete
      7: 1 critical, 1 medium, 3 low; 4 roles
    `,
    changes: '1 reopened, 4 unchanged, 1 resolved',
  }),

  night(8, 'nothing new', {
    config: 'version: 1',
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ARCHIVED  SUPPRESSED  1        1      1     7        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    NEW         1        1      8     8        No exception accepts this finding any more.
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      reports-task   trust-without-source-condition  LOW            ACTIVE    NEW         6        6      7     7        -
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: nothing new. Open 5 (unchanged since last night, unchanged in 7 nights) ▅██▁▁▁▅▅: 🔴 1 critical · 🟡 1 medium · 🔵 3 low
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
      4: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles
      5: 1 critical, 1 low, 1 informational, 2 not checked, 1 suppressed; 3 roles, incomplete
      6: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles, incomplete
      7: 1 critical, 1 medium, 3 low; 4 roles
      8: 1 critical, 1 medium, 3 low; 4 roles
    `,
    changes: '1 updated, 4 unchanged',
  }),
];
