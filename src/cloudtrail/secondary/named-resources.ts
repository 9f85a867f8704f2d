import type { Action } from '../../iam/action.ts';
import type { SecondaryRow } from './secondary-row.ts';

/** One fact: parameters of any service's calls that name a resource of another service, and what that service may check. */
interface NamedResourceRow extends Pick<SecondaryRow, 'reason'> {
  readonly parameter: RegExp;
  readonly actions: readonly Action[];
  /** Services whose own resources these are, by prefix: their calls have rows of their own. */
  readonly own: RegExp;
}

/** What a service may ask of its caller for a resource of another service that a call names ("Forward access sessions", IAM User Guide). */
export const NAMED_RESOURCES: readonly NamedResourceRow[] = [
  {
    parameter:
      /s3|^(\w*bucket|\w*bucket(name|arn|key|location|prefix|owner)|documentlocation|\w*fileuri|templateurl)$/i,
    actions: [
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
      's3:AbortMultipartUpload',
      's3:ListBucket',
      's3:GetBucketLocation',
    ],
    // KMS is told the context of a key's use, which may name an object that the caller has read by itself.
    own: /^(s3|kms)/,
    reason: 'input is read from S3, or results are written there, with the permissions of the caller',
  },
  {
    parameter: /secret(s?manager)?\w*(arn|id|name)$/i,
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    own: /^secretsmanager$/,
    reason: 'credentials are read from a secret with the permissions of the caller',
  },
  {
    parameter: /(sns|notification)\w*(topic|arn|channel)/i,
    actions: ['sns:Publish'],
    own: /^sns$/,
    reason: 'the end of a job is told to a topic, which the caller must be allowed to publish to',
  },
];
