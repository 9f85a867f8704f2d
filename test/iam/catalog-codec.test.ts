import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/iam/catalog/catalog.ts';
import type { CatalogData } from '../../src/iam/catalog/catalog-data.ts';
import { decodeService } from '../../src/iam/catalog/decode-service.ts';
import { encodeService } from '../../src/iam/catalog/encode-service.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { parseCatalogData } from '../../src/iam/catalog/parse-catalog-data.ts';
import type { ActionEntry, ServiceEntry } from '../../src/iam/catalog/service-entry.ts';

const fileSharing: ServiceEntry = {
  prefix: 'fileshare',
  actions: [
    {
      name: 'PutFile',
      level: 'Write',
      resources: [
        { name: 'folder', required: true },
        { name: 'file', required: false },
      ],
      dependents: ['kms:Decrypt', 'FileShare:getfile'],
      tracking: { policyGeneration: true, lastAccessed: false },
    },
    { name: 'GetFile', level: 'Read', resources: [{ name: 'file', required: true }], dependents: [] },
    { name: 'getFileACL', resources: [], dependents: [], tracking: { policyGeneration: true, lastAccessed: true } },
  ],
  resources: [
    { name: 'folder', arnPatterns: ['arn:aws:fileshare:::folder/*'] },
    { name: 'file', arnPatterns: ['arn:aws:fileshare:::file/*', 'arn:aws:fileshare:::old/*'] },
  ],
  operations: new Map([['UploadFile', ['fileshare:PutFile', 'kms:Decrypt']]]),
};

function dataOf(...services: readonly ServiceEntry[]): CatalogData {
  const head = { format: 1, version: '1', generatedAt: '2026-11-01T00:00:00Z', source: 'a test' } as const;
  return { ...head, services: services.map(encodeService) };
}

describe('a service that was encoded', () => {
  const catalog = openCatalog(dataOf(fileSharing));

  test('is found again in every part', () => {
    expect(catalog.size).toBe(3);
    expect([0, 1, 2].map(catalog.actionAt)).toEqual(['fileshare:GetFile', 'fileshare:getFileACL', 'fileshare:PutFile']);
    expect(catalog.accessLevelOf('fileshare:putfile')).toBe('Write');
    expect(catalog.accessLevelOf('fileshare:GetFileAcl')).toBeUndefined();
    expect(catalog.resourceTypesOf('fileshare:PutFile')).toEqual([
      { name: 'folder', arnPatterns: ['arn:aws:fileshare:::folder/*'], required: true },
      { name: 'file', arnPatterns: ['arn:aws:fileshare:::file/*', 'arn:aws:fileshare:::old/*'], required: false },
    ]);
    expect(catalog.dependentActionsOf('fileshare:PutFile')).toEqual(['kms:Decrypt', 'fileshare:GetFile']);
    expect(catalog.dependentActionsOf('fileshare:GetFile')).toEqual([]);
    expect(catalog.operationActions('FILESHARE', 'uploadfile')).toEqual(['fileshare:PutFile', 'kms:Decrypt']);
    expect(catalog.operationActions('fileshare', 'Other')).toBeUndefined();
    expect(catalog.trackingOf('fileshare:PutFile')).toEqual({ policyGeneration: true, lastAccessed: false });
    expect(catalog.trackingOf('fileshare:GetFileAcl')).toEqual({ policyGeneration: true, lastAccessed: true });
    expect(catalog.trackingOf('fileshare:GetFile')).toBeUndefined();
    expect(catalog.hasOperations).toBe(true);
  });

  test('is the same whatever the order it came in', () => {
    const turned = {
      ...fileSharing,
      actions: fileSharing.actions.toReversed(),
      resources: fileSharing.resources.toReversed(),
    };
    expect(encodeService(turned)).toEqual(encodeService(fileSharing));
  });

  test('may not name a resource type that is not described', () => {
    const stray: ActionEntry = { name: 'X', resources: [{ name: 'disk', required: true }], dependents: [] };
    expect(() => encodeService({ prefix: 'a', actions: [stray], resources: [] })).toThrow(
      'Cannot encode a:X: its resource type "disk" is not one of the service\'s',
    );
  });

  test('may not name an action twice', () => {
    const actions = ['Get', 'GET'].map((name) => ({ name, resources: [], dependents: [] }));
    expect(() => encodeService({ prefix: 'a', actions, resources: [] })).toThrow('stands twice');
  });

  test('keeps any names, however much they share', () => {
    const unit = fc.constantFrom('A', 'b', 'B', '1', '-', '_');
    const name = fc.string({ unit, minLength: 1, maxLength: 60 });
    const long = fc.tuple(fc.constantFrom('', 'Describe'.repeat(6)), name).map(([start, end]) => start + end);
    fc.assert(
      fc.property(fc.uniqueArray(long, { selector: (text) => text.toLowerCase(), maxLength: 30 }), (names) => {
        const actions = names.map((text) => ({ name: text, resources: [], dependents: [] }));
        const { actions: found } = decodeService(encodeService({ prefix: 'a', actions, resources: [] }));
        expect(found.map((action) => action.name).sort()).toEqual([...names].sort());
      }),
    );
  });

  test('encodes again to the same data, for every service of the bundled catalogue', async () => {
    for (const service of (await loadCatalog()).data.services) {
      expect(encodeService(decodeService(service))).toEqual(service);
    }
  });
});

test('a catalogue with an empty service has no place in it', () => {
  const empty = { prefix: 'empty', actions: [], resources: [] };
  const catalog = openCatalog(dataOf({ ...empty, prefix: 'aaa' }, empty, fileSharing));
  expect(catalog.actionAt(0)).toBe('fileshare:GetFile');
  expect(catalog.serviceRange('empty')).toEqual({ from: 0, to: 0 });
  expect(parseCatalogData(catalog.data)).toMatchObject({ ok: true });
});

describe('parseCatalogData()', () => {
  const good = dataOf(fileSharing);
  const [service] = good.services;
  test.each([
    ['not an object', null, 'at the top'],
    ['another format', { ...good, format: 2 }, 'at format'],
    ['an unknown member', { ...good, extra: 1 }, 'at the top'],
    ['no service', { ...good, services: [] }, 'at services'],
    ['a service twice', { ...good, services: [service, service] }, 'expected after "fileshare"'],
    ['a level lost', { ...good, services: [{ ...service, levels: 'R-' }] }, 'found 3 names and 2 levels'],
    ['an unknown level', { ...good, services: [{ ...service, levels: 'RXW' }] }, 'at services[0].levels'],
    ['a use lost', { ...good, services: [{ ...service, uses: '0,' }] }, 'expected resource types for 3 actions'],
    ['tracking cut', { ...good, services: [{ ...service, tracking: '1' }] }, 'found tracking of 1 actions'],
    ['an odd name', { ...good, services: [{ ...service, names: '0a 0b 0c*' }] }, 'no action name has'],
  ])('refuses %s', (_name, json, expected) => {
    const read = parseCatalogData(json);
    expect(read.ok ? '' : read.problem).toContain(expected);
    expect(read.ok ? '' : read.problem).toMatch(/^Cannot read catalogue: /);
  });

  test('reads what was written', () => {
    expect(parseCatalogData(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
  });
});
