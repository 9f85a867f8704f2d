import { arnParts, resourceMatches } from './arn-pattern.ts';
import type { Catalog } from './catalog/catalog.ts';
import { globMatches } from './glob.ts';

/**
 * The ARNs of the resource types that an action is checked on, as the catalogue prints them, with `*` for each variable:
 * `arn:*:dynamodb:*:*:table/*`. Empty for an action that is checked on no resource, and for one that the catalogue does not know.
 */
export function arnFormsOf(action: string, catalog: Catalog): readonly string[] {
  return catalog
    .resourceTypesOf(action)
    .flatMap(({ arnPatterns }) => arnPatterns)
    .map((pattern) => pattern.replace(/\$\{[^}]*\}/g, '*'));
}

/** Whether an ARN is of one of the forms. */
export function hasForm(forms: readonly string[], arn: string): boolean {
  return forms.some((form) => resourceMatches([{ wild: form }], arn));
}

/**
 * The resources among those that an action's events name on which IAM checks the action: of the two that an event on an S3
 * object names, not the bucket. All of them where the catalogue does not know the action.
 */
export function checkedResources(action: string, arns: readonly string[], catalog: Catalog): readonly string[] {
  const forms = arnFormsOf(action, catalog);
  const checked = arns.map(asChecked);
  return forms.length === 0 ? checked : checked.filter((arn) => hasForm(forms, arn));
}

/** The ARN as IAM checks it: what AWS publishes in Parameter Store belongs to no account. */
function asChecked(arn: string): string {
  return arn.replace(/^(arn:[^:]+:ssm:[^:]*:)\d+(:parameter\/aws\/)/, '$1$2');
}

/**
 * Whether a `Resource` pattern takes in a whole resource type of an action, within the Regions and accounts that it names: `*`,
 * `arn:aws:s3:::*`, `arn:aws:dynamodb:us-east-1:123456789012:table/*`. One that fixes some of the name does not.
 */
export function spansType(pattern: string, forms: readonly string[]): boolean {
  if (/^\*+$/.test(pattern)) return true;
  const [service = '', name = ''] = serviceAndName(pattern);
  if (name.includes('?')) return false;
  return forms.some((form) => {
    const [, , ofForm = '', , , nameOfForm = ''] = arnParts(form) ?? [];
    return matches(service, ofForm) && matches(name, nameOfForm);
  });
}

/** Of a shortened ARN, whose missing parts are `*`, too. Nothing of what is no ARN. */
function serviceAndName(pattern: string): readonly string[] {
  if (!/^arn[:*]/.test(pattern)) return [];
  const parts = pattern.split(':');
  if (parts.length < 6 && parts.at(-1)?.endsWith('*') !== true) return [];
  return [parts[2] ?? '*', parts.length < 6 ? '*' : parts.slice(5).join(':')];
}

/** A `*` of the text stands for any text, and so is matched by a `*` alone. */
function matches(pattern: string, text: string): boolean {
  return globMatches(pattern, text, { caseSensitive: true });
}
