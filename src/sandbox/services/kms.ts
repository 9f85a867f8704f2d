import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { jsonService } from '../wire/json-service.ts';

/** AWS KMS API Reference, "GenerateMac": bytes of a message. */
const LONGEST_MESSAGE = 4096;

/** AWS Key Management Service: message authentication codes of the account's HMAC keys. */
export const kms = jsonService({
  name: 'kms',
  refusal: 'ValidationException',
  failure: 'KMSInternalException',
  operations: {
    GenerateMac(fields, call) {
      const { arn, mac } = codeFor(fields, call);
      return { KeyId: arn, Mac: mac.toString('base64'), MacAlgorithm: 'HMAC_SHA_256' };
    },
    VerifyMac(fields, call) {
      const { arn, mac } = codeFor(fields, call);
      const given = Buffer.from(fields.requiredText('Mac'), 'base64');
      if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw new AwsError('KMSInvalidMacException', '');
      return { KeyId: arn, MacValid: true, MacAlgorithm: 'HMAC_SHA_256' };
    },
  },
});

function codeFor(fields: Fields, call: Call): { readonly arn: string; readonly mac: Buffer } {
  const asked = fields.requiredText('KeyId');
  const key = call.account.hmacKeys.find(({ arn }) => arn === asked && arn.split(':')[3] === call.region);
  if (key === undefined) throw new AwsError('NotFoundException', `Key '${asked}' does not exist`);
  if (fields.requiredText('MacAlgorithm') !== 'HMAC_SHA_256') {
    throw new AwsError('InvalidKeyUsageException', 'The key is an HMAC_256 key');
  }
  const message = Buffer.from(fields.requiredText('Message'), 'base64');
  if (message.length > LONGEST_MESSAGE) {
    throw new AwsError('ValidationException', `A message has at most ${LONGEST_MESSAGE} bytes`);
  }
  return { arn: key.arn, mac: createHmac('sha256', `secret of ${key.arn}`).update(message).digest() };
}
