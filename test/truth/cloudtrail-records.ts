import type { AwsModel } from './aws-model.ts';
import { checksOf, targetAt } from './call-kind.ts';
import { endingOf, policiesAt } from './ending.ts';
import { isAllowed } from './evaluator.ts';
import { type Random, randomOf } from './random.ts';
import { identityOf, recordOf, type TruthRecord } from './record.ts';
import { NO_SUCH_KEY, refusalOf, UNNAMED_REFUSAL } from './refusal-text.ts';
import { ACCOUNT, namedBy } from './resources.ts';
import { changeRecords, startingRecords } from './starting-records.ts';
import type { TruthAccount } from './truth-account.ts';
import { type Occurrence, occurrencesOf } from './workload.ts';

/** Services without Regions: their events are recorded in us-east-1. */
const GLOBAL = new Set(['iam', 'cloudfront', 'route53', 'route53domains', 'organizations', 'waf', 'globalaccelerator']);

/** The Region whose CloudTrail records a service's calls. */
function recordedIn(service: string, region: string): string {
  return GLOBAL.has(service) ? 'us-east-1' : region;
}

/** All records of an account since `from`, those of people's changes to roles included, in no order. */
export function recordsOf(account: TruthAccount, from: number, model: AwsModel): readonly TruthRecord[] {
  const random = randomOf(account.seed ^ 0x5bd1e995);
  const records: TruthRecord[] = [];
  for (const workload of account.workloads) {
    for (const occurrence of occurrencesOf(workload, from, account.now)) {
      records.push(...recordsOfCall(occurrence, account, model, random));
    }
    records.push(...startingRecords(workload, account, from, random));
  }
  for (const role of account.roles.values()) records.push(...changeRecords(role, account.now, random));
  return records;
}

/** What CloudTrail records of one call; nothing where its role is not there. */
export function recordsOfCall(
  { at, role: roleName, region, session, kind }: Occurrence,
  account: TruthAccount,
  model: AwsModel,
  random: Random,
): readonly TruthRecord[] {
  const role = account.roles.get(roleName);
  if (role === undefined) return [];
  const target = targetAt(kind, region, at, account.now);
  const policies = policiesAt(role, at);
  const { passed, refused } = endingOf(checksOf(kind, target, model), policies, region);
  const [service = ''] = kind.operation.split(':');
  const named = namedBy(kind.operation);
  const isMissing = refused === undefined && kind.missingKey;
  const mayList =
    isMissing && isAllowed(policies, { action: 's3:ListBucket', resource: `arn:aws:s3:::${target.name}` }, region);
  const awsRegion = recordedIn(service, region);
  const common = { at, region: awsRegion, userIdentity: identityOf(role, session, at), random };
  const own = recordOf({
    ...common,
    eventSource: kind.eventSource,
    eventName: kind.eventName,
    recording: kind.recording,
    readOnly: kind.readOnly,
    ...(named?.listed && { arn: named.arn(target) }),
    json: {
      requestParameters: { ...(named?.parameters(target) ?? { name: target.name }), ...kind.parameters },
      ...(named?.listed && {
        resources: [{ type: named.listed, ARN: named.arn(target), accountId: ACCOUNT }],
      }),
      ...(refused !== undefined && refusalOf(refused, role, session, kind.namesRefused, service, random)),
      ...(isMissing && (mayList ? NO_SUCH_KEY : UNNAMED_REFUSAL)),
    },
  });
  const byService = passed
    .filter(({ action }) => kind.forwarded.has(action))
    .map(({ action, resource }) => {
      const [other = '', name = ''] = action.split(':');
      return recordOf({
        ...common,
        region: recordedIn(other, region),
        userIdentity: { ...identityOf(role, session, at), invokedBy: `${service}.amazonaws.com` },
        eventSource: `${other}.amazonaws.com`,
        eventName: name,
        recording: { kind: 'management' },
        readOnly: true,
        json: {
          requestParameters: {},
          ...(other === 'kms' && { resources: [{ type: 'AWS::KMS::Key', ARN: resource }] }),
        },
      });
    });
  return [own, ...byService];
}
