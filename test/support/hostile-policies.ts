import { POLICY_LIMITS } from '../../src/iam/policy-size.ts';
import { addManagedPolicy, addRole, addTaskDefinition, type RoleSeed } from '../../src/sandbox/build-account.ts';
import type { SandboxAccount } from '../../src/sandbox/sandbox-account.ts';
import type { JsonObject } from '../../src/sandbox/wire/json.ts';
import { type Random, randomOf } from '../truth/random.ts';

/** Ways to fill a role with policies that IAM takes and that are dear to judge. */
export const HOSTILE_KINDS = [
  /** Statements that are about all actions but a few, so that each splits the whole catalogue anew. */
  'notAction',
  /** The same with a wildcard for the service, which is read in its widest sense. */
  'notActionAnywhere',
  /** Ordinary wide grants, each on resources of its own. */
  'manyResources',
  /** Statements with as many condition keys as fit. */
  'manyConditions',
  /** Names with so many wildcards that matching them goes back and forth. */
  'manyWildcards',
  /** Actions one by one, so that no two have the same statements. */
  'singleActions',
  /** All of these in one role. */
  'mixed',
] as const;

export type HostileKind = (typeof HOSTILE_KINDS)[number];

/** The policies of one role, filled to IAM's limits ("IAM and AWS STS quotas"). */
export interface HostilePolicies {
  /** As many characters as all inline policies of a role may have together. */
  readonly inline: JsonObject;
  /** As many as may be attached, each as long as it may be. */
  readonly managed: readonly JsonObject[];
}

export interface HostileOptions {
  readonly seed?: number;
  /** Managed policies; IAM's default quota where absent, which may be raised to 20. */
  readonly attached?: number;
}

/** The policies of a role whose owner wants its audit to take long; a seed always makes the same. */
export function hostilePolicies(
  kind: HostileKind,
  { seed = 1, attached = POLICY_LIMITS.attached }: HostileOptions = {},
): HostilePolicies {
  const random = randomOf(seed);
  return {
    inline: filled(kind, POLICY_LIMITS.inline, random),
    managed: Array.from({ length: attached }, () => filled(kind, POLICY_LIMITS.managed, random)),
  };
}

/** Adds a role with such policies, and a family that names it; returns the role's ARN. */
export function addHostileRole(
  account: SandboxAccount,
  kind: HostileKind,
  { name, ...options }: HostileOptions & Pick<RoleSeed, 'name'>,
): string {
  const { inline, managed } = hostilePolicies(kind, options);
  const attached = managed.map((document, index) =>
    addManagedPolicy(account, { name: `${name}-${index}`, documents: [document] }),
  );
  const taskRoleArn = addRole(account, { name, inlinePolicies: { own: inline }, attached });
  addTaskDefinition(account, { family: name, taskRoleArn });
  return taskRoleArn;
}

/** A policy with as many statements as its length allows; white space, of which there is none, would not count. */
function filled(kind: HostileKind, limit: number, random: Random): JsonObject {
  const statements: JsonObject[] = [];
  const document = () => ({ Version: '2012-10-17', Statement: statements });
  let left = limit - JSON.stringify(document()).length;
  for (;;) {
    const statement = STATEMENTS[kind](random);
    // And a comma.
    left -= JSON.stringify(statement).length + 1;
    if (left < 0) return document();
    statements.push(statement);
  }
}

const STATEMENTS: Readonly<Record<HostileKind, (random: Random) => JsonObject>> = {
  notAction: (random) => ({
    Effect: random.pick(['Deny', 'Allow', 'Allow']),
    NotAction: `${random.pick(SERVICES)}:*${letters(2, random)}*`,
    Resource: '*',
  }),
  notActionAnywhere: (random) => ({
    Effect: random.pick(['Deny', 'Allow', 'Allow']),
    NotAction: `*:*${letters(2, random)}*`,
    Resource: '*',
  }),
  manyResources: (random) => ({
    Effect: 'Allow',
    Action: random.pick([['s3:*', 'sqs:*'], ['ec2:*', 'dynamodb:*'], ['*'], ['s3:*', 'kms:*', 'sns:*']]),
    Resource: [`arn:aws:s3:::${letters(4, random)}*`, `arn:aws:sqs:*:*:${letters(4, random)}*`],
  }),
  manyConditions: (random) => ({
    Effect: random.pick(['Deny', 'Allow']),
    Action: '*',
    Resource: '*',
    Condition: {
      StringNotLikeIfExists: Object.fromEntries(
        Array.from({ length: 8 }, () => [
          `aws:ResourceTag/${letters(3, random)}`,
          [`*${letters(2, random)}*${letters(2, random)}*`, `${letters(2, random)}?*`],
        ]),
      ),
      'ForAllValues:StringLike': { 'aws:TagKeys': [`*${letters(1, random)}*${letters(1, random)}*`] },
    },
  }),
  manyWildcards: (random) => ({
    Effect: random.pick(['Deny', 'Allow', 'Allow']),
    Action: `${random.pick(SERVICES)}:${wildcards(8, random)}`,
    Resource: `arn:aws:${wildcards(4, random)}:*:*:${wildcards(12, random)}`,
  }),
  singleActions: (random) => ({
    Effect: 'Allow',
    Action: Array.from({ length: 6 }, () => `${random.pick(SERVICES)}:*${letters(3, random)}*`),
    Resource: `arn:aws:*:*:*:*${letters(3, random)}*`,
  }),
  mixed: (random) =>
    STATEMENTS[
      random.pick(['notAction', 'manyResources', 'manyConditions', 'manyWildcards', 'singleActions'] as const)
    ](random),
};

/** `*a*q*t*` with so many letters. */
function wildcards(count: number, random: Random): string {
  return `*${Array.from({ length: count }, () => `${letters(1, random)}*`).join('')}`;
}

const SERVICES = ['s3', 'ec2', 'iam', 'sagemaker'];
const LETTERS = [...'abcdefghiklmnoprstuvwy'];

function letters(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.pick(LETTERS)).join('');
}
