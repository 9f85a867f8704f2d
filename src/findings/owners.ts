import { clip } from '../base/format.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { namePattern, rolePattern } from './exceptions/role-pattern.ts';
import type { Finding } from './finding.ts';

/** Who owns which role, and where each owner is notified. */
export interface Owners {
  /** The key of the role tag that names the owner, in any case of letters. */
  readonly tag: string;
  /** The first that matches names the owner where the tag does not. Patterns as in `Exception.role`. */
  readonly roles: readonly { readonly role: string; readonly owner: string }[];
  /** Then the first whose family the role serves. */
  readonly families: readonly { readonly family: string; readonly owner: string }[];
  /** By owner. */
  readonly channels: Readonly<Record<string, OwnerChannel>>;
}

/** Where one owner is notified. */
export interface OwnerChannel {
  /** A Slack channel's id, such as C0123456789. */
  readonly slackChannel: string;
}

/** The role tag that names the owner, unless the configuration says otherwise. */
export const OWNER_TAG = 'owner';

/** Owners where nothing is configured: by the tag alone. */
export const NO_OWNERS: Owners = { tag: OWNER_TAG, roles: [], families: [], channels: {} };

/** The findings, each with the owner of its role: by the role's tag, else by role, else by family. */
export function withOwners(findings: readonly Finding[], owners: Owners): readonly Finding[] {
  const byRole = owners.roles.map(({ role, owner }) => ({ matches: rolePattern(role), owner }));
  const byFamily = owners.families.map(({ family, owner }) => ({ matches: namePattern(family), owner }));
  return findings.map((finding) => {
    const owner =
      ownerTag(finding, owners.tag) ??
      byRole.find(({ matches }) => matches(finding.roleArn))?.owner ??
      byFamily.find(({ matches }) => finding.families.some(matches))?.owner;
    return owner === undefined ? finding : { ...finding, owner };
  });
}

/** The tag's value; IAM compares tag keys without regard to case. */
function ownerTag(finding: Finding, tag: string): string | undefined {
  const [, value = ''] =
    Object.entries(finding.role?.tags ?? {}).find(([key]) => key.toLowerCase() === tag.toLowerCase()) ?? [];
  const text = clip(stripControlCharacters(value).trim(), 256);
  return text === '' ? undefined : text;
}
