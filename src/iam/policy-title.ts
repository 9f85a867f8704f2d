import { assertNever } from '../base/assert-never.ts';
import type { PolicySource } from './role.ts';

/** Names a policy so that a user finds it: by its ARN where it has one. */
export function policyTitle(source: PolicySource): string {
  switch (source.kind) {
    case 'inline':
      return `inline policy ${source.name}`;
    case 'managed':
      return `managed policy ${source.arn}`;
    case 'boundary':
      return `permissions boundary ${source.arn}`;
    case 'scp':
      return `service control policy ${source.name}`;
    default:
      return assertNever(source);
  }
}
