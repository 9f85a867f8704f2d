import { z } from 'zod';
import { type AccountId, isAccountId } from '../base/account-id.ts';
import type { AccountChoice } from '../organization/choose-accounts.ts';

/** The role that the organization's templates make in each member account. */
export const MEMBER_ROLE = 'ecs-role-auditor-member';

/** Which accounts of an organization are audited, and how they are opened. */
export interface OrganizationSettings {
  /** The role that is assumed in each account, with its path, without a slash before it. */
  readonly memberRole: string;
  readonly externalId?: string;
  readonly choice: AccountChoice;
}

/** A list with commas of what matches a pattern. */
function listOf<T extends string>(isOne: (text: string) => text is T, expected: string) {
  return z.string().transform((text, context): readonly T[] => {
    const items = text.split(',').map((item) => item.trim());
    if (items.every(isOne)) return [...new Set(items)];
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });
}

const isUnit = (text: string): text is string => /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/.test(text);

const units = listOf(isUnit, 'a comma-separated list of ids of organizational units such as ou-ab12-11111111');

/** How the texts of the settings of an organization are parsed. */
export const ORGANIZATION_FORMS = {
  memberRole: z
    .string()
    .regex(
      /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
      'expected the name of a role, with its path but without a slash before it',
    )
    .default(MEMBER_ROLE)
    .describe('Of an organization: the role that is assumed in each account.'),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'expected 2 to 1,224 letters, digits and _+=,.@:/-')
    .optional()
    .describe('The external id that this role asks for.'),
  includeUnits: units
    .optional()
    .describe('Organizational units whose accounts are audited, those below them included; all where absent.'),
  excludeUnits: units.optional().describe('Organizational units whose accounts are not audited.'),
  excludeAccounts: listOf(isAccountId, 'a comma-separated list of accounts such as 123456789012')
    .optional()
    .describe('Accounts that are not audited.'),
  excludeAccountTag: z
    .string()
    .regex(/^[^=]{1,128}(=.{1,256})?$/, 'expected KEY or KEY=VALUE')
    .optional()
    .describe('Accounts with this tag, KEY or KEY=VALUE, are not audited.'),
};

type OrganizationValues = z.output<z.ZodObject<typeof ORGANIZATION_FORMS>>;

/** The parsed form of these settings. */
export function organizationSettings(values: OrganizationValues): OrganizationSettings {
  const { memberRole, externalId, includeUnits, excludeUnits, excludeAccounts, excludeAccountTag } = values;
  const [key = '', value] = excludeAccountTag?.split(/=(.*)/s) ?? [];
  return {
    memberRole,
    ...(externalId !== undefined && { externalId }),
    choice: {
      ...(includeUnits && { includeUnits }),
      ...(excludeUnits && { excludeUnits }),
      ...(excludeAccounts && { excludeAccounts: excludeAccounts as readonly AccountId[] }),
      ...(key !== '' && { excludeTag: { key, ...(value !== undefined && { value }) } }),
    },
  };
}
