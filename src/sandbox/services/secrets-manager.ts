import { stableHex, stableUuid } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { jsonService } from '../wire/json-service.ts';

/** AWS Secrets Manager: the value of a secret, by name or ARN. */
export const secretsManager = jsonService({
  name: 'secretsmanager',
  refusal: 'InvalidRequestException',
  failure: 'InternalServiceError',
  operations: {
    GetSecretValue(fields, call) {
      const asked = fields.requiredText('SecretId');
      for (const secret of call.account.secrets) {
        const short = `arn:aws:secretsmanager:${secret.region}:${call.account.accountId}:secret:${secret.name}`;
        const arn = `${short}-${stableHex(secret.name, 6)}`;
        if (secret.region !== call.region || ![secret.name, short, arn].includes(asked)) continue;
        return {
          ARN: arn,
          Name: secret.name,
          VersionId: stableUuid(secret.name),
          SecretString: secret.value.replaceAll('{endpoint}', call.endpoint),
          VersionStages: ['AWSCURRENT'],
          CreatedDate: secret.createdAt / 1000,
        };
      }
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
  },
});
