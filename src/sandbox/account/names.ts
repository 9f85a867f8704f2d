/** The account's number; every ARN of the demonstration holds it. */
export const ACCOUNT_ID = '418295736412';

/** Where most of the account's applications run. */
export const HOME_REGION = 'us-east-1';

/** The European half of the account. */
export const SECOND_REGION = 'eu-west-1';

/** Enabled, and without tasks; applications elsewhere call services in it. */
export const QUIET_REGION = 'us-west-2';

/** The customer-managed key that encrypts the applications' secrets, in a Region. */
export function secretsKeyArn(region: string): string {
  const id = region === HOME_REGION ? '3f6d1c2e-8a47-4c58-9b0e-51d7a2c4e690' : 'b1f0a9d4-2c6e-4f7b-8d35-7e90c3a1d528';
  return `arn:aws:kms:${region}:${ACCOUNT_ID}:key/${id}`;
}

/** The ARN of a secret, with the six characters that Secrets Manager adds. */
export function secretArn(region: string, name: string, suffix: string): string {
  return `arn:aws:secretsmanager:${region}:${ACCOUNT_ID}:secret:${name}-${suffix}`;
}
