import { listed } from '../../../base/format.ts';
import type { Incomplete } from '../../../base/incomplete.ts';
import type { MissingAuditorPermission } from '../../../base/missing-auditor-permission.ts';
import type { TrailDelivery } from '../../../cloudtrail/trail-settings/trail.ts';

/** Trails that deliver to one place, whose files the auditor may not read. */
export interface UnreadableTrail {
  readonly trails: readonly TrailDelivery[];
  readonly refused: Incomplete & { readonly missing: MissingAuditorPermission };
  readonly accountId: string;
  readonly partition: string;
}

/** One sentence: which trail is not read, and the statement that would let the auditor read it. */
export function unreadableTrailSentence({ trails, refused, ...account }: UnreadableTrail): string {
  const names = trails.map(({ name, homeRegion }) => `${name} (${homeRegion})`);
  const [first] = trails;
  const place = `s3://${[first?.bucket, first?.prefix].filter((part) => part !== undefined && part !== '').join('/')}`;
  const what = `${names.length === 1 ? 'The trail' : 'The trails'} ${listed(names)} ${names.length === 1 ? 'is' : 'are'} not read: ${refused.missing.action} is refused in ${place}`;
  const { refusedBy } = refused.missing;
  if (refusedBy !== undefined)
    return `${what}, by ${refusedBy}, which no statement of the auditor's role can overrule.`;
  return `${what}. To have it read, add to the auditor's role ${JSON.stringify(statementFor(refused.missing.action, trails, account))}${allowedThere(refused.missing.action, trails, account)}.`;
}

type Account = Pick<UnreadableTrail, 'accountId' | 'partition'>;

function statementFor(action: string, trails: readonly TrailDelivery[], { accountId, partition }: Account) {
  const Effect = 'Allow';
  if (action === 'kms:Decrypt') {
    const keys = trails.flatMap(({ keyArn }) => keyArn ?? []);
    return { Effect, Action: action, Resource: keys[0] ?? `arn:${partition}:kms:*:*:key/*` };
  }
  const [first] = trails;
  const bucket = `arn:${partition}:s3:::${first?.bucket ?? ''}`;
  const logs = [bucket, first?.prefix, 'AWSLogs'].filter((part) => part !== undefined && part !== '').join('/');
  const organization = first?.ofOrganization === true ? 'o-*/' : '';
  return {
    Effect,
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: [bucket, `${logs}/${organization}${accountId}/CloudTrail*/*`],
  };
}

/** What is another account's must be allowed there, too. */
function allowedThere(action: string, trails: readonly TrailDelivery[], { accountId }: Account): string {
  if (action === 'kms:Decrypt') return ', and allow it in the key’s policy';
  const isForeign = trails.some(({ arn }) => arn.split(':')[4] !== accountId);
  return isForeign ? ', and allow it in the bucket’s policy: the bucket may be of another account' : '';
}
