/** An environment variable of a container: its name, and the ARNs in its value. The value itself is never kept. */
export interface EnvironmentName {
  readonly name: string;
  /** Absent where there are none; at most `MOST_ARNS`. */
  readonly arns?: readonly string[];
}

const MOST_ARNS = 20;

/** Partition, service, Region, account, and a resource of the characters that names of resources are made of. */
const ARN = /\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:[A-Za-z0-9/_.:+@*-]{1,512}/g;

/**
 * Takes from a variable what may be kept of it.
 *
 * @example
 * ```ts
 * environmentName('CONFIG', 'arn:aws:s3:::cfg/extra.conf'); // → { name: 'CONFIG', arns: ['arn:aws:s3:::cfg/extra.conf'] }
 * environmentName('TOKEN', 'abc'); // → { name: 'TOKEN' }
 * ```
 */
export function environmentName(name: string, value: string): EnvironmentName {
  const arns = [...new Set(value.match(ARN) ?? [])].slice(0, MOST_ARNS);
  return arns.length === 0 ? { name } : { name, arns };
}
