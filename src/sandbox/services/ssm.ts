import { stableHex } from '../stable-id.ts';
import { AwsError } from '../wire/aws-error.ts';
import { jsonService } from '../wire/json-service.ts';

/** AWS Systems Manager Parameter Store: the value of a SecureString, by name or ARN. */
export const ssm = jsonService({
  name: 'ssm',
  refusal: 'ValidationException',
  failure: 'InternalServerError',
  operations: {
    GetParameter(fields, call) {
      const asked = fields.requiredText('Name');
      for (const parameter of call.account.parameters) {
        const arn = `arn:aws:ssm:${parameter.region}:${call.account.accountId}:parameter/${parameter.name.replace(/^\//, '')}`;
        if (parameter.region !== call.region || ![parameter.name, arn].includes(asked)) continue;
        const value = parameter.value.replaceAll('{endpoint}', call.endpoint);
        return {
          Parameter: {
            Name: parameter.name,
            Type: 'SecureString',
            Value: fields.flag('WithDecryption') ? value : `AQICAHh${stableHex(value, 64)}`,
            Version: 1,
            LastModifiedDate: parameter.createdAt / 1000,
            ARN: arn,
            DataType: 'text',
          },
        };
      }
      throw new AwsError('ParameterNotFound', `Parameter ${asked} not found.`);
    },
  },
});
