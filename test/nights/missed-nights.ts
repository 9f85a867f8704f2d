import { type Night, night } from './night.ts';
import * as cast from './world.ts';

const DANA = 'arn:aws:sts::418295736412:assumed-role/platform/dana';

/** Two nights on which a removal is missed and undone, where CloudTrail tells of refusals. */
export const MISSED_NIGHTS: readonly Night[] = [
  night(9, 'what was taken away is missed', {
    async before(account) {
      await account.putRole(cast.checkoutTrimmed, DANA);
      await account.refuse('checkout-task', 'sqs.amazonaws.com', 'CreateQueue');
    },
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ARCHIVED  SUPPRESSED  1        1      1     7        Ben knows
      checkout-task  removed-and-missed              HIGH           ACTIVE    NEW         9        9      9     9        -
      checkout-task  trust-without-source-condition  INFORMATIONAL  ARCHIVED  NEW         1        1      8     9        No exception accepts this finding any more.
      checkout-task  unused-permissions              MEDIUM         ARCHIVED  NEW         1        1      1     9        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      reports-task   trust-without-source-condition  LOW            ACTIVE    NEW         6        6      7     7        -
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 new, 2 resolved
      New since the last run
      🟠 checkout-task misses 1 permission that was taken away — checkout
      Resolved
      ✅ checkout-task may be assumed by ECS without a source condition
      ✅ checkout-task is granted 1 permission that it does not use
      Open 4 (−1 since last night, −2 in 7 nights) ▅██▁▁▁▅▅▁: 🔴 1 critical · 🟠 1 high · 🔵 2 low
      4 roles in eu-west-1 and us-east-1
      Look at these first
      🔴 search-task (search)
      trusts everyone (*) (and 1 more finding)
      🔵 reports-task (reports)
      may be assumed by ECS without a source condition
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
      9: 1 critical, 1 high, 2 low; 4 roles
    `,
    changes: '1 opened, 3 unchanged, 2 resolved',
  }),

  night(10, 'it is given back', {
    async before(account) {
      await account.putRole(cast.checkoutRestored, DANA);
    },
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ARCHIVED  SUPPRESSED  1        1      1     7        Ben knows
      checkout-task  removed-and-missed              HIGH           ARCHIVED  NEW         9        9      9     10       -
      checkout-task  trust-without-source-condition  INFORMATIONAL  ARCHIVED  NEW         1        1      8     9        No exception accepts this finding any more.
      checkout-task  unused-permissions              MEDIUM         ARCHIVED  NEW         1        1      1     9        -
      legacy-task    missing-role                    HIGH           ARCHIVED  NEW         1        1      1     4        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      reports-task   trust-without-source-condition  LOW            ACTIVE    NEW         6        6      7     7        -
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 resolved
      Resolved
      ✅ checkout-task misses 1 permission that was taken away
      Open 3 (−1 since last night, −3 in 7 nights) ▆██▃▃▃▆▆▃▁: 🔴 1 critical · 🔵 2 low · plus ⚪ 1 informational
      4 roles in eu-west-1 and us-east-1
      Look at these first
      🔴 search-task (search)
      trusts everyone (*) (and 1 more finding)
      🔵 reports-task (reports)
      may be assumed by ECS without a source condition
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
      6: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles, incomplete
      7: 1 critical, 1 medium, 3 low; 4 roles
      8: 1 critical, 1 medium, 3 low; 4 roles
      9: 1 critical, 1 high, 2 low; 4 roles
      10: 1 critical, 2 low, 1 informational; 4 roles
    `,
    changes: '1 opened, 3 unchanged, 1 resolved',
  }),
];
