import { ABROAD, HOME, type StoryRole, type Trust } from './world.ts';

/** Roles of the model, each with a family of its own that bears its name, and where that runs. */
export const PLACES = { ant: HOME, bee: HOME, cat: ABROAD } as const;
export type Name = keyof typeof PLACES;
export const NAMES = Object.keys(PLACES) as readonly Name[];

/** What a role is like at a moment. */
export interface ModelRole {
  /** `undefined` while IAM has no such role. */
  readonly iam: { readonly roleId: string; readonly trust: Trust; readonly wide: boolean } | undefined;
  readonly deployed: boolean;
}

export const UNBORN: ModelRole = { iam: undefined, deployed: false };

/** The rules that the model foretells: what they say hangs on policies alone, and not on what was used. */
export const FORETOLD: readonly string[] = [
  'missing-role',
  'trust-too-wide',
  'trust-without-source-condition',
  'wildcard-resource',
];

/** `ROLE/RULE` of what an audit finds that looks at a role; ROLE is its id, or its ARN where there is no such role. */
export function foretold({ iam, deployed }: ModelRole, arn: string): readonly string[] {
  if (!deployed) return [];
  if (iam === undefined) return [`${arn}/missing-role`];
  const rules: readonly (readonly [string, boolean])[] = [
    ['trust-too-wide', iam.trust === 'another account' || iam.trust === 'everyone'],
    ['trust-without-source-condition', iam.trust === 'any tasks' || iam.trust === 'everyone'],
    ['wildcard-resource', iam.wide],
  ];
  return rules.filter(([, holds]) => holds).map(([rule]) => `${iam.roleId}/${rule}`);
}

/** What the story's world makes of such a role. */
export function storyRole(name: Name, trust: Trust, wide: boolean): StoryRole {
  const resource = wide ? '*' : `arn:aws:secretsmanager:*:*:secret:${name}-*`;
  return {
    name,
    trust,
    grants: [{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: resource }],
  };
}

/** What a night's run looks at, and what goes wrong with it. */
export type Look =
  | { readonly kind: 'whole' }
  | { readonly kind: 'roles'; readonly names: readonly Name[] }
  | { readonly kind: 'region lost'; readonly region: string }
  | { readonly kind: 'regions unread' }
  | { readonly kind: 'iam denied' }
  | { readonly kind: 'use unread' }
  | { readonly kind: 'ledger unwritten' }
  | { readonly kind: 'hub unread' }
  | { readonly kind: 'hub unwritten' }
  | { readonly kind: 'hub out' };

/** Whether a run shows completely how it stands with a role: what it finds of it, or that nothing uses it any more. */
export function isLookedAt(name: Name, { deployed }: ModelRole, look: Look): boolean {
  switch (look.kind) {
    case 'whole':
    case 'use unread':
    case 'ledger unwritten':
    case 'hub unread':
    case 'hub unwritten':
    case 'hub out':
      return true;
    case 'roles':
      return deployed && look.names.includes(name);
    case 'region lost':
      return deployed && PLACES[name] !== look.region;
    case 'regions unread':
      // Then the home Region alone is audited.
      return deployed && PLACES[name] === HOME;
    case 'iam denied':
      // ECS alone shows that nothing names a role; what a role grants, only IAM does.
      return !deployed;
    default:
      return look satisfies never;
  }
}
