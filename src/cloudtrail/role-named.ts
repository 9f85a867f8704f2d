import { parseRoleArn, type RoleArn } from '../iam/arn.ts';

/** The role that a parameter names: by its ARN or, as ECS takes that too, by its name in an account. */
export function roleNamed(
  reference: string | undefined,
  partition: string | undefined,
  account: string | undefined,
): RoleArn | undefined {
  if (reference === undefined) return undefined;
  const arn = parseRoleArn(
    reference.startsWith('arn:') ? reference : `arn:${partition}:iam::${account}:role/${reference}`,
  );
  return arn.ok ? arn.value : undefined;
}
