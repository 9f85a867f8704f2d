import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import { pageOf } from '../wire/page.ts';

/** One page of an ECS list, with the member that carries the next page's token. */
export interface EcsPage<T> {
  readonly items: readonly T[];
  readonly more: { readonly nextToken?: string };
}

/** Cuts a page as ECS does: at most 100 items, `usual` where the request does not say. */
export function ecsPage<T>(all: readonly T[], fields: Fields, call: Call, list: string, usual: number): EcsPage<T> {
  const size = fields.number('maxResults') ?? usual;
  if (size < 1 || size > 100) {
    throw new AwsError('InvalidParameterException', `maxResults is ${size}: expected a value between 1 and 100.`);
  }
  const page = pageOf(all, {
    list: `${call.region} ${list}`,
    token: fields.text('nextToken'),
    size,
    invalidToken: () => new AwsError('InvalidParameterException', 'Invalid token.'),
  });
  return { items: page.items, more: page.next === undefined ? {} : { nextToken: page.next } };
}
