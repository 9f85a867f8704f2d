import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { Json } from '../wire/json.ts';
import { pageOf } from '../wire/page.ts';

/** One page of an IAM list, with the members that say whether there is more. */
export interface IamPage<T> {
  readonly items: readonly T[];
  readonly more: Readonly<Record<string, Json | undefined>>;
}

/** Cuts a page as IAM does: 100 items where the request does not say, never more than `largest`. */
export function iamPage<T>(all: readonly T[], fields: Fields, list: string, largest = 1000): IamPage<T> {
  const asked = fields.number('MaxItems') ?? 100;
  if (asked < 1 || asked > 1000) {
    throw new AwsError(
      'ValidationError',
      `Value ${asked} at 'maxItems' failed to satisfy constraint: between 1 and 1000`,
    );
  }
  const page = pageOf(all, {
    list,
    token: fields.text('Marker'),
    size: Math.min(asked, largest),
    invalidToken: () => new AwsError('ValidationError', `Invalid Marker: ${fields.text('Marker')}`),
  });
  return { items: page.items, more: { IsTruncated: page.next !== undefined, Marker: page.next } };
}
