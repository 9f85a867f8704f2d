import { useEffect, useState } from 'preact/hooks';
import type { PageData, PageRole } from '../report/page/page-data.ts';

/** What the page's address names: a role of the report, or what no role of it is called. */
export type Addressed = { readonly role: PageRole } | { readonly unknown: string };

/** The deep link to a role on this page. */
export function linkTo(role: PageRole): string {
  return `#role=${encodeURIComponent(role.arn)}`;
}

/** The role that the page's address names, by ARN or by name alone; nothing where it names none. */
export function useAddressedRole({ roles }: PageData): Addressed | undefined {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  if (!hash.startsWith('#role=')) return undefined;
  const wanted = decoded(hash.slice('#role='.length));
  const role = roles.find(({ arn }) => arn === wanted) ?? roles.find(({ name }) => name === wanted);
  return role === undefined ? { unknown: wanted } : { role };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
