import { asArray, asObject, type JsonObject, textAt, textAtAny } from './json.ts';
import type { GrantChange } from './observation.ts';
import type { CloudTrailRecord } from './record.ts';

/** Which parameter names the policy that a change is about. */
type PolicyField = 'policyArn' | 'policyName' | 'permissionsBoundary';

/** IAM calls after which a role may be granted other actions than before, and the parameter that names the policy. */
const ROLE_CHANGES: ReadonlyMap<string, PolicyField | undefined> = new Map<string, PolicyField | undefined>([
  ['AttachRolePolicy', 'policyArn'],
  ['DetachRolePolicy', 'policyArn'],
  ['PutRolePolicy', 'policyName'],
  ['DeleteRolePolicy', 'policyName'],
  ['PutRolePermissionsBoundary', 'permissionsBoundary'],
  ['DeleteRolePermissionsBoundary', undefined],
  ['CreateRole', 'permissionsBoundary'],
  // Conditions may ask for the role's tags, and who may assume the role says who could have used it.
  ['TagRole', undefined],
  ['UntagRole', undefined],
  ['UpdateAssumeRolePolicy', undefined],
]);

/**
 * The change to what a role or managed policy grants that a successful IAM event reports; `undefined` for any other
 * event. Changes of organization policies are logged in the management account and are not seen here; changes of an
 * AWS managed policy are not logged at all.
 *
 * A change whose parameters name neither role nor policy may concern any: both fields are then absent.
 */
export function grantChangeOf(record: CloudTrailRecord): GrantChange | undefined {
  if (record.eventSource !== 'iam.amazonaws.com' || record.errorCode !== undefined) return undefined;
  const { at, eventName } = record;
  const parameters = record.requestParameters ?? undefined;
  if (ROLE_CHANGES.has(eventName)) {
    const roleName = textAt(parameters, 'roleName');
    const field = ROLE_CHANGES.get(eventName);
    const policy = field === undefined ? undefined : textAt(parameters, field);
    return {
      at,
      eventName,
      ...(roleName === undefined ? {} : { roleName }),
      ...(policy === undefined ? {} : { policy }),
      ...endingTagsOf(parameters),
      by: callerOf(record),
    };
  }
  const changed = versionChanged(eventName, parameters);
  if (!changed) return undefined;
  const policyArn = textAt(parameters, 'policyArn') ?? createdPolicy(record);
  return {
    at,
    eventName,
    ...(policyArn === undefined ? {} : { policyArn, policy: policyArn }),
    by: callerOf(record),
  };
}

/** Tags kept of one event: who accepts more at once hides nothing, the others pass for not seen. */
const MOST_TAGS = 10;

/** Only tags that say `until=` can accept findings; others are nobody's business. */
function endingTagsOf(parameters: JsonObject | undefined): Pick<GrantChange, 'endingTags'> {
  const keys = asArray(parameters?.['tags']).flatMap((tag) => {
    const key = textAt(asObject(tag), 'key');
    return key !== undefined && textAt(asObject(tag), 'value')?.includes('until=') === true ? [key] : [];
  });
  return keys.length === 0 ? {} : { endingTags: keys.toSorted().slice(0, MOST_TAGS) };
}

function callerOf({ userIdentity }: CloudTrailRecord): string {
  return textAtAny(userIdentity, ['arn', 'invokedBy', 'type']) ?? 'somebody unnamed';
}

/** A new version counts only once it is in force; where the record does not say, it may be. */
function versionChanged(eventName: string, parameters: JsonObject | undefined): boolean {
  if (eventName === 'SetDefaultPolicyVersion' || eventName === 'CreatePolicy') return true;
  if (eventName !== 'CreatePolicyVersion') return false;
  const inForce = parameters?.['setAsDefault'];
  return parameters === undefined || parameters['omitted'] === true || inForce === true || inForce === 'true';
}

function createdPolicy(record: CloudTrailRecord): string | undefined {
  return textAt(asObject(record.responseElements?.['policy']), 'arn');
}
