import { type Night, night, noon } from './night.ts';
import * as cast from './world.ts';
import { ABROAD, HOME } from './world.ts';

/** Four nights of an account in which people make, mend, delete and accept things. */
export const ORDINARY_NIGHTS: readonly Night[] = [
  night(1, 'the first look', {
    async before(account) {
      await account.putRole(cast.checkout);
      await account.putRole(cast.mailer);
      await account.putRole(cast.billing);
      await account.deploy('checkout', HOME, 'checkout-task');
      await account.deploy('mailer', HOME, 'mailer-task');
      await account.deploy('billing', ABROAD, 'billing-task');
      await account.deploy('legacy', HOME, 'legacy-task');
    },
    config: 'version: 1',
    hub: `
      role           rule                            severity  record  workflow  created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW       ACTIVE  NEW       1        1      1     1        -
      checkout-task  trust-without-source-condition  LOW       ACTIVE  NEW       1        1      1     1        -
      checkout-task  unused-permissions              MEDIUM    ACTIVE  NEW       1        1      1     1        -
      legacy-task    missing-role                    HIGH      ACTIVE  NEW       1        1      1     1        -
      mailer-task    wildcard-resource               MEDIUM    ACTIVE  NEW       1        1      1     1        -
    `,
    notification: `
      ECS roles in account 418295736412: 5 new
      The first message: all that is open is new
      🟠 Role legacy-task does not exist, but legacy names it — legacy
      🟡 checkout-task is granted 1 permission that it does not use — checkout
      🟡 mailer-task is granted 1 sensitive action on every resource — mailer
      🔵 billing-task may be assumed by ECS without a source condition — billing
      🔵 checkout-task may be assumed by ECS without a source condition — checkout
      Open 5: 🟠 1 high · 🟡 2 medium · 🔵 2 low
      4 roles in eu-west-1 and us-east-1
      To accept “checkout-task is granted 1 permission that it does not use” for 30 days, with your own reason:
      aws iam tag-role --role-name checkout-task --tags '[{"Key":"ecs-role-auditor:accept","Value":"until=2026-12-16 rule=unused-permissions REASON"}]'
      Report:
      [Security Hub]
      [Report]
    `,
    trend: '1: 1 high, 2 medium, 2 low; 4 roles',
    changes: '5 opened',
  }),

  night(2, 'a new role that trusts too many', {
    async before(account) {
      await account.mark('mailer-task', 'wildcard-resource', {
        Workflow: { Status: 'NOTIFIED' },
        Note: { Text: 'Ana mends it', UpdatedBy: 'ana' },
      });
      await account.mark('billing-task', 'trust-without-source-condition', {
        Workflow: { Status: 'SUPPRESSED' },
        Note: { Text: 'Ben knows', UpdatedBy: 'ben' },
      });
      await account.mark('checkout-task', 'trust-without-source-condition', { Severity: { Label: 'INFORMATIONAL' } });
      await account.putRole(cast.search);
      await account.deploy('search', HOME, 'search-task');
    },
    hub: `
      role           rule                            severity       record  workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ACTIVE  SUPPRESSED  1        1      1     1        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE  NEW         1        1      1     1        -
      checkout-task  unused-permissions              MEDIUM         ACTIVE  NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ACTIVE  NEW         1        1      1     1        -
      mailer-task    wildcard-resource               MEDIUM         ACTIVE  NOTIFIED    1        1      1     1        Ana mends it
      search-task    trust-too-wide                  HIGH           ACTIVE  NEW         2        2      2     2        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 new
      New since the last run
      🟠 search-task may be assumed by principals other than ECS tasks — search
      Open 6 (+1 since last night) ▁█: 🟠 2 high · 🟡 2 medium · 🔵 2 low
      5 roles in eu-west-1 and us-east-1
      Look at these first
      🟠 legacy-task (legacy)
      does not exist, so no task starts with it
      🟡 checkout-task (checkout)
      1 of 2 granted actions unused, among them sqs:CreateQueue (and 1 more finding)
      🟡 mailer-task (mailer)
      secretsmanager:GetSecretValue on every resource
      🔵 billing-task (billing)
      may be assumed by ECS without a source condition
      To accept “search-task may be assumed by principals other than ECS tasks” for 30 days, with your own reason:
      aws iam tag-role --role-name search-task --tags '[{"Key":"ecs-role-auditor:accept","Value":"until=2026-12-17 rule=trust-too-wide REASON"}]'
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
    `,
    changes: '1 opened, 5 unchanged',
  }),

  night(3, 'one role is fixed, another is worse', {
    async before(account) {
      await account.putRole(cast.mailerFixed);
      await account.putRole(cast.searchForAll);
    },
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ACTIVE    SUPPRESSED  1        1      1     1        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    NEW         1        1      1     1        -
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ACTIVE    NEW         1        1      1     1        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: 1 new, 1 worse, 1 resolved
      New since the last run
      🔵 search-task may be assumed by ECS without a source condition — search
      Worse than before
      🔴 search-task may be assumed by principals other than ECS tasks — search
      Resolved
      ✅ mailer-task is granted 1 sensitive action on every resource
      Open 6 (unchanged since last night) ▁██: 🔴 1 critical · 🟠 1 high · 🟡 1 medium · 🔵 3 low
      5 roles in eu-west-1 and us-east-1
      Look at these first
      🟠 legacy-task (legacy)
      does not exist, so no task starts with it
      🟡 checkout-task (checkout)
      1 of 2 granted actions unused, among them sqs:CreateQueue (and 1 more finding)
      🔵 billing-task (billing)
      may be assumed by ECS without a source condition
      To accept “search-task may be assumed by ECS without a source condition” for 30 days, with your own reason:
      aws iam tag-role --role-name search-task --tags '[{"Key":"ecs-role-auditor:accept","Value":"until=2026-12-18 rule=trust-without-source-condition REASON"}]'
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
    `,
    changes: '1 opened, 1 updated, 4 unchanged, 1 resolved',
  }),

  noon(3, 'a look at one role alone', {
    async before(account) {
      await account.retire('legacy', HOME);
    },
    detail: (accountId) => ({ roles: [`arn:aws:iam::${accountId}:role/checkout-task`] }),
    hub: `
      role           rule                            severity       record    workflow    created  first  last  updated  note
      billing-task   trust-without-source-condition  LOW            ACTIVE    SUPPRESSED  1        1      1     1        Ben knows
      checkout-task  trust-without-source-condition  INFORMATIONAL  ACTIVE    NEW         1        1      1     1        -
      checkout-task  unused-permissions              MEDIUM         ACTIVE    NEW         1        1      1     1        -
      legacy-task    missing-role                    HIGH           ACTIVE    NEW         1        1      1     1        -
      mailer-task    wildcard-resource               MEDIUM         ARCHIVED  NOTIFIED    1        1      1     3        Ana mends it
      search-task    trust-too-wide                  CRITICAL       ACTIVE    NEW         2        2      3     3        -
      search-task    trust-without-source-condition  LOW            ACTIVE    NEW         3        3      3     3        -
    `,
    notification: `
      ECS roles in account 418295736412: nothing new (only the 1 role asked for). Open 2 (4 not checked): 🟡 1 medium · 🔵 1 low
      • 4 earlier findings stay as they were: this run saw too little to say more.
      Report:
      [Security Hub]
      [Report]
    `,
    trend: '3½: 1 medium, 1 low, 4 not checked; 1 role',
    changes: '2 unchanged, 4 unconfirmed',
  }),

  night(4, 'a family is gone, and a finding is accepted', {
    config: `
      version: 1
      exceptions:
        - role: checkout-task
          rule: trust-without-source-condition
          until: 2026-11-22
          reason: The partner's tasks move on Saturday
    `,
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
      ECS roles in account 418295736412: 1 resolved, 1 accepted
      Resolved
      ✅ Role legacy-task does not exist, but legacy names it
      Accepted
      🔕 checkout-task may be assumed by ECS without a source condition — The partner's tasks move on Saturday
      Open 4 (−2 since last night) ▅██▁: 🔴 1 critical · 🟡 1 medium · 🔵 2 low · 1 accepted
      4 roles in eu-west-1 and us-east-1
      Look at these first
      🔴 search-task (search)
      trusts everyone (*) (and 1 more finding)
      🟡 checkout-task (checkout)
      1 of 2 granted actions unused, among them sqs:CreateQueue
      🔵 billing-task (billing)
      may be assumed by ECS without a source condition
      Exceptions
      • An exception expires on 2026-11-22, in 3 days: exceptions[0] of auditor.yaml (The partner's tasks move on Saturday).
      Report:
      [Security Hub]
      [Report]
    `,
    trend: `
      1: 1 high, 2 medium, 2 low; 4 roles
      2: 2 high, 2 medium, 2 low; 5 roles
      3: 1 critical, 1 high, 1 medium, 3 low; 5 roles
      4: 1 critical, 1 medium, 2 low, 1 suppressed; 4 roles
    `,
    changes: '4 unchanged, 1 resolved, 1 suppressed',
  }),
];
