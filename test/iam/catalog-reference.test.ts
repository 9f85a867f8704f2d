import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/iam/catalog/catalog.ts';
import { encodeService } from '../../src/iam/catalog/encode-service.ts';
import { checkAgainst, mergeReference } from '../../src/iam/catalog/merge-reference.ts';
import type { ServiceEntry } from '../../src/iam/catalog/service-entry.ts';
import { parseServiceIndex, parseServiceReference } from '../../src/iam/catalog/service-reference.ts';
import { mailDocument } from '../support/service-reference-fixture.ts';

function entryOf(json: unknown): ServiceEntry {
  const read = parseServiceReference(json);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

function catalogOf(...services: readonly ServiceEntry[]) {
  const head = { format: 1, version: '7', generatedAt: '2026-01-01T00:00:00Z', source: 'the package' } as const;
  return openCatalog({ ...head, services: services.map(encodeService) });
}

describe('parseServiceReference()', () => {
  test('reads actions, resources, operations and tracking', () => {
    const mail = entryOf(mailDocument);
    expect(mail.actions).toStrictEqual([
      {
        name: 'SendMail',
        level: 'Write',
        resources: [{ name: 'box', required: false }],
        dependents: [],
        tracking: { policyGeneration: true, lastAccessed: false },
      },
      {
        name: 'ListBoxes',
        level: 'List',
        resources: [],
        dependents: [],
        tracking: { policyGeneration: true, lastAccessed: true },
      },
      { name: 'GetMail', level: 'Read', resources: [{ name: 'mail', required: false }], dependents: [] },
      { name: 'TagBox', level: 'Tagging', resources: [], dependents: [] },
      { name: 'PutBoxPolicy', level: 'Permissions management', resources: [], dependents: [] },
      { name: 'Odd', resources: [], dependents: [] },
    ]);
    expect(mail.resources).toEqual([
      { name: 'box', arnPatterns: ['arn:aws:mail:::box/*', 'arn:aws:mail:::oldbox/*'] },
      { name: 'mail', arnPatterns: [] },
    ]);
    expect(mail.operations).toEqual(
      new Map([
        ['SendBulkMail', ['mail:SendMail', 'kms:Decrypt']],
        ['Ping', []],
      ]),
    );
  });

  test('reads a service that has no resources, no operations and half of the tracking', () => {
    const supported = (...names: readonly string[]): object => ({
      SupportedBy: Object.fromEntries(names.map((name) => [name, true])),
    });
    const Actions = [
      { Name: 'Get', ...supported('IAM Access Analyzer Policy Generation') },
      { Name: 'Put', ...supported('IAM Action Last Accessed') },
    ];
    const actions = ['Get', 'Put'].map((name) => ({ name, resources: [], dependents: [] }));
    const bare = { prefix: 'mail', actions, resources: [], operations: new Map() };
    expect(entryOf({ Name: 'mail', Actions })).toStrictEqual(bare);
    expect(entryOf({ Name: 'mail', Actions, Resources: [{ Name: 'box' }] }).resources).toEqual([
      { name: 'box', arnPatterns: [] },
    ]);
  });

  test.each([
    ['nothing', undefined, 'at the top'],
    ['a name with a slash', { ...mailDocument, Name: '../mail' }, 'at Name'],
    ['no actions', { Name: 'mail' }, 'at Actions'],
    ['a pattern for an action', { Name: 'mail', Actions: [{ Name: 'Get*' }] }, 'at Actions[0].Name'],
    ['an action twice', { Name: 'mail', Actions: [{ Name: 'Get' }, { Name: 'GET' }] }, 'an action stands twice'],
  ])('refuses %s', (_name, json, expected) => {
    const read = parseServiceReference(json);
    expect(read.ok ? '' : read.problem).toContain(expected);
  });
});

describe('parseServiceIndex()', () => {
  const row = { service: 'mail', url: 'https://example.com/v1/mail/mail.json' };
  test('reads addresses', () => {
    const rows = [row, { ...row, service: 'sms' }];
    expect(parseServiceIndex(rows)).toEqual({ ok: true, value: rows });
  });

  test.each([
    ['an empty index', []],
    ['an error page', { message: 'Forbidden' }],
    ['a service twice', [row, row]],
    ['a row without address', [{ service: 'mail' }]],
  ])('refuses %s', (_name, json) => {
    const read = parseServiceIndex(json);
    expect(read.ok ? '' : read.problem).toMatch(/^Cannot read the service reference's index: /);
  });
});

describe('mergeReference()', () => {
  const base = catalogOf(
    {
      prefix: 'mail',
      actions: [
        { name: 'sendMail', level: 'Read', resources: [{ name: 'box', required: true }], dependents: ['kms:Decrypt'] },
        { name: 'RetiredAction', level: 'Write', resources: [], dependents: [] },
      ],
      resources: [{ name: 'box', arnPatterns: ['arn:aws:mail:::box/*', 'arn:aws:mail:::bin/*'] }],
    },
    { prefix: 'unlisted', actions: [{ name: 'Do', resources: [], dependents: [] }], resources: [] },
  );
  const readAt = Date.UTC(2026, 10, 22, 3);
  const reference = { source: 'https://example.com/', readAt, services: [entryOf(mailDocument)] };
  const merged = openCatalog(mergeReference(base, reference));

  test('knows an action that either knows', () => {
    for (const action of ['mail:SendMail', 'mail:RetiredAction', 'mail:GetMail', 'unlisted:Do']) {
      expect(merged.indexOf(action)).toBeDefined();
    }
    expect(merged.size).toBe(8);
  });

  test('takes name, level, operations and tracking from the reference, and what it lacks from the package', () => {
    expect(merged.canonical('mail:sendmail')).toBe('mail:SendMail');
    expect(merged.accessLevelOf('mail:SendMail')).toBe('Write');
    expect(merged.dependentActionsOf('mail:SendMail')).toEqual(['kms:Decrypt']);
    expect(merged.resourceTypesOf('mail:SendMail')).toEqual([
      {
        name: 'box',
        arnPatterns: ['arn:aws:mail:::box/*', 'arn:aws:mail:::bin/*', 'arn:aws:mail:::oldbox/*'],
        required: true,
      },
    ]);
    expect(merged.operationActions('mail', 'SendBulkMail')).toEqual(['mail:SendMail', 'kms:Decrypt']);
    expect(merged.trackingOf('mail:SendMail')).toEqual({ policyGeneration: true, lastAccessed: false });
    expect(merged.trackingOf('mail:RetiredAction')).toBeUndefined();
  });

  test('says what it was made of', () => {
    expect(merged.version).toBe('7+service-reference.2026-11-22');
    expect(merged.generatedAt).toBe('2026-11-22T03:00:00Z');
    expect(merged.source).toBe('the package and https://example.com/');
  });
});

describe('checkAgainst()', () => {
  const numbered = (count: number): ServiceEntry => ({
    prefix: 'many',
    actions: Array.from({ length: count }, (_, i) => ({ name: `Do${i}`, resources: [], dependents: [] })),
    resources: [],
  });
  const offer = (count: number) => ({ source: 'DIR', readAt: 0, services: [numbered(count)] });
  const inForce = catalogOf(numbered(100));

  test.each([80, 100, 500])('takes a reference with %d of 100 actions', (count) => {
    expect(checkAgainst(inForce, offer(count)).ok).toBe(true);
  });

  test.each([0, 79])('refuses a reference with %d of 100 actions', (count) => {
    expect(checkAgainst(inForce, offer(count))).toEqual({
      ok: false,
      problem:
        `Cannot use the service reference of DIR: it lacks ${100 - count} of the 100 actions of the catalogue in force, ` +
        'expected at most 20 %',
    });
  });
});
