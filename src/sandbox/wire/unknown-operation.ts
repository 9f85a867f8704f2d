import { AwsError } from './aws-error.ts';

/** What the sandbox says when asked for more than it knows. */
export function unknownOperation(service: string, operation: string, known: readonly string[]): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `Cannot answer ${service}:${operation}: the sandbox's ${service} knows ${known.join(', ')}`,
  );
}
