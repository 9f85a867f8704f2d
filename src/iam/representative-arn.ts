import { hasForm } from './arn-forms.ts';
import { arnParts, resourceMatches } from './arn-pattern.ts';

/** Where a representative resource lies. */
export interface Place {
  readonly partition: string;
  readonly accountId: string;
}

/** Stands for any name: one that no policy is likely to spell out. */
const ANY_NAME = 'zqxj-any';
const ANY_REGION = 'us-east-1';

/**
 * A resource of the account that has the form, under a name that stands for any other.
 *
 * @example
 * ```ts
 * const place = { partition: 'aws', accountId: '123456789012' };
 * anyOfForm('arn:*:iam::*:role/*', place); // → 'arn:aws:iam::123456789012:role/zqxj-any'
 * ```
 */
export function anyOfForm(form: string, place: Place): string {
  return filled(form, place);
}

/**
 * A resource of the account that has the form and is matched by a `Resource` pattern; undefined where nothing can be both. What the
 * pattern leaves open gets a name that stands for any other. Errs on the side of undefined where the pattern has a `*` across colons.
 */
export function representativeArn(pattern: string, form: string, place: Place): string | undefined {
  const any = anyOfForm(form, place);
  if (resourceMatches([{ wild: pattern }], any)) return any;
  const arn = filled(pattern.replace(/\$\{[^}]*\}/g, '*'), place);
  const [, , , , account = ''] = arnParts(arn) ?? [];
  if (account !== place.accountId && account !== '' && account !== 'aws') return undefined;
  return hasForm([form], arn) ? arn : undefined;
}

function filled(pattern: string, { partition, accountId }: Place): string {
  const parts = arnParts(pattern);
  if (parts === undefined) return pattern;
  const [, ofPartition = '', service = '', region = '', account = '', name = ''] = parts;
  return [
    'arn',
    isOpen(ofPartition) ? partition : ofPartition,
    service,
    isOpen(region) ? ANY_REGION : region,
    isOpen(account) ? accountId : account,
    name.replace(/\*+/g, ANY_NAME).replaceAll('?', 'q'),
  ].join(':');
}

function isOpen(part: string): boolean {
  return /[*?]/.test(part);
}
