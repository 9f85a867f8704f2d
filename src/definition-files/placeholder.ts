import type { AccountId } from '../base/account-id.ts';
import type { Region } from '../base/region.ts';

/**
 * What a file leaves open stands in texts as `<Name>`; the name that CloudFormation or Terraform will make for a resource of the
 * file as `<@LogicalId>`. Account and Region have to have their forms: these two, which AWS does not give out, stand for the open ones.
 */
export const OPEN_ACCOUNT: AccountId = '000000000000';
export const OPEN_REGION: Region = 'zz-open-0';

/** The text for a value that is not in the file. */
export function placeholder(name: string): string {
  return `<${named(name)}>`;
}

/** The text for the name of a resource of the file whose name is made when it is created. */
export function generatedName(id: string): string {
  return `<@${named(id)}>`;
}

/** No character that separates the parts of ARNs, images and lists. */
function named(text: string): string {
  return text
    .replace(/^AWS::/, '')
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 128);
}

/** Whether a text holds something that is not in the file. */
export function isOpen(text: string): boolean {
  return /<[^<>]*>/.test(text) || text.includes(OPEN_ACCOUNT) || text.includes(OPEN_REGION);
}

/** The text for people: account and Region as `<ACCOUNT_ID>` and `<REGION>`. */
export function withPlaceholders(text: string): string {
  return text.replaceAll(OPEN_ACCOUNT, '<ACCOUNT_ID>').replaceAll(OPEN_REGION, '<REGION>').replaceAll('<@', '<');
}

/** The same of all texts of a value made of lists and objects. */
export function showPlaceholders<T>(value: T): T {
  return JSON.parse(withPlaceholders(JSON.stringify(value))) as T;
}

/** The placeholders that people see in a text, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set(withPlaceholders(text).match(/<[^<>\s"]+>/g) ?? [])].sort();
}

/** The text as a pattern, `*` for whatever is open. */
export function asPattern(text: string): string {
  return text
    .replace(/<[^<>]*>/g, '*')
    .replaceAll(OPEN_ACCOUNT, '*')
    .replaceAll(OPEN_REGION, '*');
}

/** The generated names in a text. */
export function generatedNamesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/<@[^<>]*>/g) ?? []);
}

/** An ARN whose partition, Region and account have the forms that they must have, whatever is open in them. */
export function wellFormedArn(text: string): string {
  const [start, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (start !== 'arn' || rest.length === 0) return text;
  return [
    start,
    /^aws[a-z-]*$/.test(partition) ? partition : 'aws',
    service,
    region.includes('<') ? OPEN_REGION : region,
    account.includes('<') ? OPEN_ACCOUNT : account,
    ...rest,
  ].join(':');
}
