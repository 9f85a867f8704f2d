import { parseArn } from '../../iam/arn.ts';
import { NOT_SHOWN } from '../stored-reference.ts';
import { type Place, type Requirement, requirements } from './requirement.ts';

/** A value kept in Secrets Manager or Parameter Store, as the permission to read it names it. */
export interface StoredValue {
  readonly store: 'secretsmanager' | 'ssm';
  /** ARN, or patterns where the reference does not fix it. */
  readonly resources: readonly string[];
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

// Secrets Manager ends every secret's ARN with a hyphen and six random characters.
const RANDOM_SUFFIX = /-[A-Za-z0-9]{6}$/;

/**
 * Reads `valueFrom` and its kin. Secrets Manager ARNs may go on with `:json-key:version-stage:version-id` ("Pass Secrets
 * Manager secrets through Amazon ECS environment variables"), which is no part of the secret's ARN. What is not an ARN
 * is a name in `bareNamesIn`, in the definition's own Region and account; one that is not shown (`storedReference`) may be any.
 */
export function storedValue(reference: string, place: Place, bareNamesIn: 'secretsmanager' | 'ssm'): StoredValue {
  const arn = reference.startsWith('arn:') ? parseArn(reference) : undefined;
  if (arn?.ok !== true) return { ...place, store: bareNamesIn, resources: bareName(reference, place, bareNamesIn) };
  const { partition, service, region, accountId, resource } = arn.value;
  const where = { partition, region: region || place.region, accountId: accountId || place.accountId };
  const prefix = `arn:${partition}:${service}:${where.region}:${where.accountId}`;
  if (service === 'ssm') return { ...where, store: 'ssm', resources: [`${prefix}:${resource}`] };
  const [kind = '', name = ''] = resource.split(':');
  return { ...where, store: 'secretsmanager', resources: secretArns(`${prefix}:${kind}:${name}`) };
}

function bareName(name: string, place: Place, store: 'secretsmanager' | 'ssm'): readonly string[] {
  const prefix = `arn:${place.partition}:${store}:${place.region}:${place.accountId}`;
  if (name === NOT_SHOWN) return [`${prefix}:${store === 'ssm' ? 'parameter/*' : 'secret:*'}`];
  if (store === 'ssm') return [`${prefix}:parameter/${name.replace(/^\//, '')}`];
  const arn = `${prefix}:secret:${name}`;
  // A name is no ARN: whatever it ends in, the secret's ARN has six characters more.
  return RANDOM_SUFFIX.test(name) ? [`${arn}-??????`] : secretArns(arn);
}

/** A secret given without its random suffix (a partial ARN, or a name) is any ARN that has one more. */
function secretArns(arn: string): readonly string[] {
  return RANDOM_SUFFIX.test(arn) ? [arn] : [arn, `${arn}-??????`];
}

/** The execution role's permissions to read a stored value; the key is needed where a customer-managed one encrypts it. */
export function readingOf(value: StoredValue, { accountId }: Place, field: string): readonly Requirement[] {
  const action = value.store === 'ssm' ? 'ssm:GetParameters' : 'secretsmanager:GetSecretValue';
  // What is not shown is no name: which one was meant, if any, nobody knows.
  const certainty = value.resources.some((arn) => /:(?:parameter\/|secret:)\*$/.test(arn)) ? 'possible' : 'certain';
  return [
    { job: 'execution', action, resources: value.resources, field, certainty },
    ...referencedSecret(value, field),
    value.store === 'secretsmanager' && value.accountId !== accountId
      ? decryptionAcrossAccounts(value, field)
      : decryption(value, field),
  ];
}

/** `kms:Decrypt`, needed only where a customer-managed key encrypts what is read. */
export function decryption(place: Place, field: string): Requirement {
  return {
    job: 'execution',
    action: 'kms:Decrypt',
    resources: [`arn:${place.partition}:kms:${place.region}:${place.accountId}:key/*`],
    field,
    certainty: 'possible',
    note: 'needed where a customer-managed key encrypts the value',
  };
}

/** "Access AWS Secrets Manager secrets from a different account": the key that Secrets Manager provides cannot be used there. */
function decryptionAcrossAccounts(value: StoredValue, field: string): Requirement {
  const note = 'a secret of another account is encrypted with a customer-managed key, or could not be read at all';
  return { ...decryption(value, field), certainty: 'certain', note };
}

/** Parameter Store passes `/aws/reference/secretsmanager/NAME` on to Secrets Manager. */
function referencedSecret(value: StoredValue, field: string): readonly Requirement[] {
  const name = /:parameter\/aws\/reference\/secretsmanager\/(.+)$/.exec(value.resources[0] ?? '')?.[1];
  if (value.store !== 'ssm' || name === undefined) return [];
  const { resources } = storedValue(name, value, 'secretsmanager');
  const note = 'Parameter Store reads the secret that this parameter refers to';
  return requirements(['secretsmanager:GetSecretValue'], {
    job: 'execution',
    resources,
    field,
    certainty: 'certain',
    note,
  });
}
