import type { PolicyDocument, Statement } from '../iam/policy.ts';
import { statementObject } from '../iam/policy-object.ts';
import type { Role } from '../iam/role.ts';
import type { GrantHistory } from './grant-history.ts';
import { limitsKey, statementKey } from './statement-key.ts';

/** The JSON of a statement as IAM writes it; of a role's limits that of its boundary's statements, `null` without a boundary. */
export type StatementText = string;

/** What a role's statements say, by their keys. Nothing of documents that could not be read. */
export function statementTexts(role: Pick<Role, 'policies' | 'boundary'>): ReadonlyMap<string, StatementText> {
  const { policies, boundary } = role;
  const documents = policies.flatMap(({ document }) => (document.ok ? [document.value] : []));
  const limits = boundary?.document.ok === true ? asDocument(boundary.document.value) : null;
  return new Map([
    ...documents.flatMap(({ statements }) =>
      statements.map((one): [string, StatementText] => [statementKey(one), JSON.stringify(withoutSid(one))]),
    ),
    [limitsKey(role), JSON.stringify(limits)],
  ]);
}

/** Of two texts of one key, which say the same, always the same one. */
export function joinTexts(a: StatementText, b: StatementText): StatementText {
  return a <= b ? a : b;
}

/** Those texts that the histories name. */
export function textsOf(
  histories: Iterable<GrantHistory>,
  texts: ReadonlyMap<string, StatementText>,
): ReadonlyMap<string, StatementText> {
  const named = new Set([...histories].flatMap(({ statements }) => [...statements.keys()]));
  return new Map([...texts].filter(([key]) => named.has(key)));
}

function asDocument({ statements }: PolicyDocument): readonly unknown[] {
  return statements.map(withoutSid);
}

function withoutSid({ sid: _, ...statement }: Statement): unknown {
  return statementObject(statement);
}
