import { kindOfAwsError } from '../aws/client/aws-error.ts';

/** What is wrong with an endpoint that the environment names; the SDK would take it for a path. */
export function endpointProblem(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const [name, value] of Object.entries(environment)) {
    if (!/^AWS_ENDPOINT_URL(_\w+)?$/.test(name) || value === undefined || value === '') continue;
    if (/^https?:\/\/[^/]/.test(value) && URL.canParse(value)) continue;
    return `Cannot call AWS at ${name}, which is "${value}": expected a URL such as http://127.0.0.1:4566`;
  }
  return undefined;
}

/**
 * What of the environment explains a failure to reach AWS: the endpoint that was called, the Region that another program reads.
 * Begins with a separator; empty where the environment has nothing to do with it.
 */
export function environmentHint(error: unknown, environment: Readonly<Record<string, string | undefined>>): string {
  if (!(error instanceof Error)) return '';
  const region = environment['AWS_DEFAULT_REGION'] ?? '';
  if (/AWS Region: none is configured/.test(error.message) && region !== '') {
    return ` (AWS_DEFAULT_REGION is "${region}", which the AWS CLI reads and the AWS SDK does not: export AWS_REGION=${region})`;
  }
  const named = kindOfAwsError(error.cause) === 'network' ? ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'] : [];
  const name = named.find((each) => (environment[each] ?? '') !== '');
  return name === undefined ? '' : ` (${name} is "${environment[name]}")`;
}
