import type { AuditContext } from '../../src/audit-context.ts';
import { interpretRecord } from '../../src/cloudtrail/interpret-record.ts';
import { ACCEPT_TAG } from '../../src/findings/exceptions/tagged-exceptions.ts';
import type { RoleLookup } from '../../src/iam/role.ts';
import type { UsageSource } from '../../src/ports.ts';
import { lookupSource } from '../../src/sources/lookup/lookup-source.ts';
import { trailSource } from '../../src/sources/trail/trail-source.ts';
import type { ValidationWitnesses } from '../../src/sources/trail/validation/place-validation.ts';
import type { AwsModel } from '../truth/aws-model.ts';
import { lastAccessedOf } from '../truth/last-accessed.ts';
import type { Random } from '../truth/random.ts';
import { BUCKET, trailAt } from '../truth/trail-model.ts';
import { inventoryOf } from '../truth/truth-inventory.ts';
import { contextAt } from '../truth/truth-ports.ts';
import { lookupOf } from '../truth/truth-roles.ts';
import type { ChangingAccount } from './changing-account.ts';
import type { HistoryDigests } from './history-digests.ts';
import type { RunFaults } from './night-faults.ts';

/** What remembers and tells of a run; nothing where it only looks. */
export type Outside = Partial<Pick<AuditContext, 'ledger' | 'ledgerAuthenticator' | 'sink' | 'notifiers'>>;

export interface NightContextOptions {
  readonly account: ChangingAccount;
  readonly model: AwsModel;
  /** When the run begins. */
  readonly at: number;
  readonly faults: RunFaults;
  readonly random: Random;
  readonly outside: Outside;
}

/** All that one run of a night asks of the world: the account as it is, with what fails in this run. */
export function nightContext({ account, model, at, faults, random, outside }: NightContextOptions): AuditContext {
  const view = account.now();
  const { history, regions } = account;
  const clock = { now: () => at };
  const sources: Readonly<Record<string, () => UsageSource>> = {
    lookup: () =>
      lookupSource(history.eventHistory(view.now, faults.throttledAfter), { clock, interpret: interpretRecord }),
    trail: () =>
      trailSource(
        [
          {
            store: history.trailStore(view.now, regions, {
              cut: faults.spoiledFile,
              gone: history.digests && faults.goneFile,
            }),
            location: { bucket: BUCKET, prefix: '' },
          },
        ],
        { clock, threads: 1, ...(history.digests && { validation: validationBy(history.digests, account, at) }) },
      ),
    'last-accessed': () => lastAccessedOf(view, view.now, model.catalog, history.attempts(view.now)),
  };
  const base = contextAt({ ...view, sources: [] }, at, [], model.catalog, undefined);
  const unreadRegion = faults.unreadRegion ? random.pick(regions) : undefined;
  return {
    ...base,
    taskDefinitions: {
      async read(region, revisions) {
        if (region === unreadRegion) throw new Error('ThrottlingException on ecs:ListTaskDefinitions');
        const inventory = inventoryOf(view, region, at);
        for (const definition of inventory.taskDefinitions) {
          if (revisions?.get(definition.taskDefinitionArn) === undefined) revisions?.described(definition);
        }
        return inventory;
      },
    },
    roles: {
      async read(arns) {
        const value = arns.map((arn): RoleLookup => {
          if (random.chance(faults.unreadRoles)) return { kind: 'unreadable', arn, why: 'Throttling on iam:GetRole' };
          return tagged(lookupOf(view, arn, at), account);
        });
        const unread = value.filter(({ kind }) => kind === 'unreadable');
        return { value, incomplete: unread.map(() => ({ what: 'a role', why: 'Throttling on iam:GetRole' })) };
      },
    },
    sources: account.sources.flatMap((name) => sources[name]?.() ?? []),
    freshLook: lastAccessedOf(view, view.now, model.catalog, history.attempts(view.now)),
    settings: { ...base.settings, sources: account.sources, acceptTag: ACCEPT_TAG },
    ...outside,
  };
}

/** The trail as it is said to deliver: all its files are validated. */
function validationBy({ keys }: HistoryDigests, account: ChangingAccount, at: number): ValidationWitnesses {
  const { trail } = account.now();
  return {
    keys,
    trails: async () =>
      trail === undefined
        ? []
        : [{ ...trailAt(trail, account.regions, at), ofOrganization: false, logFileValidation: true }],
  };
}

function tagged(lookup: RoleLookup, { tagsOf }: ChangingAccount): RoleLookup {
  return lookup.kind === 'found' ? { kind: 'found', role: { ...lookup.role, tags: tagsOf(lookup.role.name) } } : lookup;
}
