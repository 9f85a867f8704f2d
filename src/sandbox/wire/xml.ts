import type { Json } from './json.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for element content. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Writes members as elements. Lists are written with one element per item inside the list's own: `member` in the
 * awsQuery protocol, `item` in ec2Query. With `flat` as item name each item repeats the list's own element (S3).
 */
export function toXml(name: string, value: Json | undefined, itemName: 'member' | 'item' | 'flat'): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    if (itemName === 'flat') return value.map((item) => toXml(name, item, itemName)).join('');
    return element(name, value.map((item) => toXml(itemName, item, itemName)).join(''));
  }
  if (typeof value === 'object') {
    return element(
      name,
      Object.entries(value)
        .map(([key, member]) => toXml(key, member, itemName))
        .join(''),
    );
  }
  return element(name, escapeXml(String(value)));
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}
