import type { PolicyDocument, Statement, StatementRef } from './policy.ts';
import type { PolicySource } from './role.ts';

/** A policy document with the name that explanations use. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Names a policy to a person: `managed policy AmazonRDSReadOnlyAccess`. */
export function policyName(source: PolicySource): string {
  switch (source.kind) {
    case 'inline':
      return `inline policy ${source.name}`;
    case 'managed':
      return `managed policy ${source.name}`;
    case 'boundary':
      return `permissions boundary ${source.name}`;
    case 'scp':
      return `organization policy ${source.name} (${source.level})`;
  }
}

/** Names a statement of a policy. */
export function refTo(policy: string, statement: Statement): StatementRef {
  return { policy, ...(statement.sid === undefined ? {} : { sid: statement.sid }), index: statement.index };
}

/** Names a statement to a person: `statement "ReadTables" of inline policy app`, by its place (from 1) without a Sid. */
export function describeStatement(ref: StatementRef): string {
  const which = ref.sid === undefined || ref.sid === '' ? `${ref.index + 1}` : `"${ref.sid}"`;
  return `statement ${which} of ${ref.policy}`;
}
