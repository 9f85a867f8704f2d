import { byKey } from '../../base/by-key.ts';
import { clip } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { day } from '../../base/time.ts';
import type { Action } from '../../iam/action.ts';
import type { Finding, KnownFinding } from '../finding.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { MOST_RESOURCES } from './asff-resources.ts';

/** Prefix of this program's product fields. */
const FIELD = 'ecs-role-auditor/';
const LONGEST_VALUE = 2048;
const MOST_FIELDS = 50;
const MOST_EVIDENCE = 12;
/** Fields that one list may occupy, of the 50 that ASFF allows. */
const LIST_FIELDS = { families: 6, actions: 24 } as const;

/** The product fields: the evidence, for people; and what the next run reads back (`rememberedFields`). */
export function asffFields(finding: Finding): Record<string, string> {
  const { acceptance, acceptedActions = [] } = finding;
  // Accepted actions too: while one of them is in doubt, the next run must not resolve the finding.
  const actions = [...finding.actions, ...acceptedActions];
  const hidden = finding.taskDefinitionArns.length - (MOST_RESOURCES - 1);
  const evidence = Object.entries(finding.evidence).sort(byKey).slice(0, MOST_EVIDENCE);
  const fields: [string, string][] = [
    ['rule', finding.rule],
    ['roleArn', finding.roleArn],
    ['fingerprint', fingerprintOf(finding)],
    ['familyCount', String(finding.families.length)],
    ['actionCount', String(actions.length)],
    ['owner', finding.owner ?? ''],
    ['acceptedUntil', acceptance?.until === undefined ? '' : day(acceptance.until)],
    ['acceptedBecause', acceptance?.reason ?? ''],
    ['acceptedActions', acceptedActions.join(' ')],
    ...(hidden > 0 ? [['taskDefinitionsNotShown', `and ${hidden} more`] as [string, string]] : []),
    ...evidence,
    ...chunks('families', finding.families, LIST_FIELDS.families),
    ...chunks('actions', actions, LIST_FIELDS.actions),
  ];
  return Object.fromEntries(
    fields
      .map(([key, value]): [string, string] => [
        clip(stripControlCharacters(`${FIELD}${key}`), 128),
        clip(stripControlCharacters(value), LONGEST_VALUE),
      ])
      // A value without a visible character would have the finding refused.
      .filter(([, value]) => value.trim() !== '')
      .slice(0, MOST_FIELDS),
  );
}

/** What `asffFields` wrote for the next run; each part absent where it was not stored whole. */
export function rememberedFields(
  fields: Readonly<Record<string, string>> | undefined = {},
): Partial<Pick<KnownFinding, 'actions' | 'families' | 'fingerprint' | 'suppressed'>> {
  const actions = listFrom(fields, 'actions', 'actionCount');
  const families = listFrom(fields, 'families', 'familyCount');
  const fingerprint = fields[`${FIELD}fingerprint`];
  return {
    ...(actions !== undefined && { actions: actions as readonly Action[] }),
    ...(families !== undefined && { families }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(fields[`${FIELD}acceptedBecause`] !== undefined && { suppressed: true }),
  };
}

function listFrom(
  fields: Readonly<Record<string, string>>,
  name: keyof typeof LIST_FIELDS,
  countName: string,
): readonly string[] | undefined {
  const items: string[] = [];
  for (let place = 1; place <= LIST_FIELDS[name]; place += 1) {
    const value = fields[`${FIELD}${fieldName(name, place)}`];
    if (value !== undefined) items.push(...value.split(' '));
  }
  return String(items.length) === fields[`${FIELD}${countName}`] ? items : undefined;
}

function fieldName(name: string, place: number): string {
  return place === 1 ? name : `${name}${place}`;
}

function chunks(name: string, items: readonly string[], most: number): [string, string][] {
  const texts: string[] = [];
  let text = '';
  for (const item of items) {
    if (text !== '' && text.length + 1 + item.length > LONGEST_VALUE) {
      texts.push(text);
      text = '';
    }
    text = text === '' ? item : `${text} ${item}`;
  }
  if (text !== '') texts.push(text);
  return texts.slice(0, most).map((value, place) => [fieldName(name, place + 1), value]);
}
