import { stableIamId } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { queryService } from '../wire/query-service.ts';

/** AWS STS: who the caller is, and sessions of the account's own roles. */
export const sts = queryService({
  name: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  dialect: 'awsQuery',
  operations: {
    GetCallerIdentity: (_fields, call) => ({
      Arn: `arn:aws:sts::${call.account.accountId}:assumed-role/ecs-role-auditor/nightly`,
      UserId: `${stableIamId('AROA', 'ecs-role-auditor')}:nightly`,
      Account: call.account.accountId,
    }),
    AssumeRole(fields, call) {
      const arn = fields.requiredText('RoleArn');
      const session = fields.requiredText('RoleSessionName');
      const role = call.account.roles.find((known) => known.arn === arn);
      if (role === undefined) {
        const caller = `arn:aws:sts::${call.account.accountId}:assumed-role/ecs-role-auditor/nightly`;
        throw new AwsError(
          'AccessDenied',
          `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
          403,
        );
      }
      const seconds = fields.number('DurationSeconds') ?? 3600;
      return {
        Credentials: {
          AccessKeyId: stableIamId('ASIA', `${arn} ${session}`),
          SecretAccessKey: 'sandbox/secret/access/key/of/no/value/00',
          SessionToken: 'sandbox-session-token',
          Expiration: new Date(call.now + seconds * 1000).toISOString(),
        },
        AssumedRoleUser: {
          AssumedRoleId: `${role.roleId}:${session}`,
          Arn: `arn:aws:sts::${call.account.accountId}:assumed-role/${role.name}/${session}`,
        },
      };
    },
  },
});
