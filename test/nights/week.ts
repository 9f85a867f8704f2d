import * as cast from './cast.ts';
import { type Night, night, noon } from './night.ts';
import { writeOldLedger } from './old-ledger.ts';
import { ABROAD, HOME } from './world.ts';

const NONE = 'role  rule  severity  record  workflow  created  first  last  updated  note';

export const WEEK: readonly Night[] = [
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
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
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
      await account.putRole(cast.search);
      await account.deploy('search', HOME, 'search-task');
    },
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  night(3, 'one role is fixed, another is worse', {
    async before(account) {
      await account.putRole(cast.mailerFixed);
      await account.putRole(cast.searchForAll);
    },
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  noon(3, 'a look at one role alone', {
    async before(account) {
      await account.retire('legacy', HOME);
    },
    detail: (accountId) => ({ roles: [`arn:aws:iam::${accountId}:role/checkout-task`] }),
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
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
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  night(5, 'a Region does not answer', {
    async before(account) {
      await account.retire('billing', ABROAD);
    },
    faults: [{ kind: 'accessDenied', service: 'ecs', region: ABROAD }],
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  night(6, 'Security Hub is out', {
    async before(account) {
      await account.putRole(cast.reports);
      await account.deploy('reports', HOME, 'reports-task');
    },
    faults: [{ kind: 'serverError', service: 'securityhub' }],
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  night(7, 'Security Hub is back, an exception ran out, and the ledger is that of an earlier release', {
    before: writeOldLedger,
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),

  night(8, 'nothing happened', {
    hub: NONE,
    told: '',
    trend: '',
    changes: '',
  }),
];
