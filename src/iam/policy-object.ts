import type { PolicyDocument, Statement } from './policy.ts';

/** A policy document as IAM writes it; arrays of one stand as the value alone. */
export function policyObject(document: Pick<PolicyDocument, 'version' | 'id' | 'statements'>) {
  return {
    Version: document.version,
    ...(document.id !== undefined && { Id: document.id }),
    Statement: document.statements.map(statementObject),
  };
}

/** One statement as IAM writes it, its elements in the order of AWS's own examples. */
export function statementObject(statement: Statement): Readonly<Record<string, unknown>> {
  return {
    ...(statement.sid !== undefined && { Sid: statement.sid }),
    Effect: statement.effect,
    ...principal('Principal', statement.principal),
    ...principal('NotPrincipal', statement.notPrincipal),
    ...values('Action', statement.action),
    ...values('NotAction', statement.notAction),
    ...values('Resource', statement.resource),
    ...values('NotResource', statement.notResource),
    ...(statement.condition !== undefined && {
      Condition: Object.fromEntries(
        Object.entries(statement.condition).map(([operator, keys]) => [operator, eachAlone(keys)]),
      ),
    }),
  };
}

function principal(key: string, block: Statement['principal']): Readonly<Record<string, unknown>> {
  if (block === undefined) return {};
  return { [key]: block === '*' ? '*' : eachAlone(block) };
}

function values(key: string, list: readonly string[] | undefined): Readonly<Record<string, unknown>> {
  return list === undefined ? {} : { [key]: alone(list) };
}

function eachAlone(block: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(block).map(([key, list]) => [key, alone(list)]));
}

function alone(list: readonly string[]): string | readonly string[] {
  return list.length === 1 ? (list[0] ?? '') : list;
}
