import type { PolicyText, SandboxRole } from '../sandbox-account.ts';
import type { Call } from '../service.ts';
import { stableIamId } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { isJsonObject, type Json, type JsonObject } from '../wire/json.ts';
import { queryService } from '../wire/query-service.ts';

/** AWS STS, "AssumeRole": seconds of a session that a session of another role asked for. */
const CHAINED_SECONDS = 3600;

/** AWS STS: who the caller is, and sessions of roles, of the account's own and of other members of its organization. */
export const sts = queryService({
  name: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  dialect: 'awsQuery',
  operations: {
    GetCallerIdentity: (_fields, call) => ({
      Arn: call.caller,
      UserId: `${stableIamId('AROA', call.caller.split('/')[1] ?? '')}:${call.caller.split('/')[2] ?? ''}`,
      Account: call.account.accountId,
    }),
    AssumeRole(fields, call) {
      const arn = fields.requiredText('RoleArn');
      const session = fields.requiredText('RoleSessionName');
      const seconds = fields.number('DurationSeconds') ?? CHAINED_SECONDS;
      if (seconds > CHAINED_SECONDS) {
        throw new AwsError(
          'ValidationError',
          'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
        );
      }
      const role = assumableRole(arn, fields, call);
      const AccessKeyId = stableIamId('ASIA', `${arn} ${session}`);
      const Arn = `arn:aws:sts::${arn.split(':')[4] ?? ''}:assumed-role/${role.name}/${session}`;
      call.sessions.set(AccessKeyId, Arn);
      return {
        Credentials: {
          AccessKeyId,
          SecretAccessKey: 'sandbox/secret/access/key/of/no/value/00',
          SessionToken: 'sandbox-session-token',
          Expiration: new Date(call.now + seconds * 1000).toISOString(),
        },
        AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${session}`, Arn },
      };
    },
  },
});

function assumableRole(arn: string, fields: Fields, { account, organization, caller }: Call): SandboxRole {
  const own = account.roles.find((known) => known.arn === arn);
  if (own !== undefined) return own;
  const role = organization?.members
    .filter(({ state }) => state === 'ACTIVE')
    .flatMap((member) => member.account.roles)
    .find((known) => known.arn === arn);
  if (role !== undefined && admits(role.trustPolicy, fields)) return role;
  throw new AwsError(
    'AccessDenied',
    `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    403,
  );
}

/** Whether the trust policy asks for the external id given, or for none, and lets the session be tagged where it is. Nothing else of it is looked at. */
function admits(trust: PolicyText, fields: Fields): boolean {
  const statements = typeof trust === 'string' ? [] : [trust['Statement'] ?? []].flat().filter(isJsonObject);
  const mayTag = statements.some(({ Action }) => [Action ?? []].flat().includes('sts:TagSession'));
  const isTagged = fields.objects('Tags').length > 0;
  const asked = statements.flatMap((statement) => externalIdIn(statement));
  return asked.every((id) => id === fields.text('ExternalId')) && (mayTag || !isTagged);
}

function externalIdIn({ Condition }: JsonObject): readonly Json[] {
  const equals = isJsonObject(Condition) ? Condition['StringEquals'] : undefined;
  const id = isJsonObject(equals) ? equals['sts:ExternalId'] : undefined;
  return id === undefined ? [] : [id];
}
