import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/iam/catalog/catalog.ts';
import type { CatalogData } from '../../src/iam/catalog/catalog-data.ts';
import { catalogInfo } from '../../src/iam/catalog/catalog-info.ts';
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
  operations: new Map([
    ['UploadFile', ['fileshare:PutFile', 'kms:Decrypt']],
    ['Ping', []],
  ]),
};

function dataOf(...services: readonly ServiceEntry[]): CatalogData {
  const head = { format: 1, version: '1', generatedAt: '2026-11-01T00:00:00Z', source: 'a test' } as const;
  return { ...head, services: services.map(encodeService) };
}

describe('a service that was encoded', () => {
  test('is found again in every part', () => {
    const catalog = openCatalog(dataOf(fileSharing));
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
    expect(catalog.operationActions('fileshare', 'ping')).toEqual([]);
    expect(catalog.operationActions('fileshare', 'Other')).toBeUndefined();
    expect(catalog.trackingOf('fileshare:PutFile')).toEqual({ policyGeneration: true, lastAccessed: false });
    expect(catalog.trackingOf('fileshare:GetFileAcl')).toEqual({ policyGeneration: true, lastAccessed: true });
    expect(catalog.trackingOf('fileshare:GetFile')).toBeUndefined();
    expect(catalog.hasOperations).toBe(true);
    expect(catalog.services()).toEqual(['fileshare']);
    expect([catalog.hasService('FileShare'), catalog.hasService('files')]).toEqual([true, false]);
    expect(() => catalog.actionAt(3)).toThrow('Cannot name action 3: the catalogue has places 0 to 2');
  });

  test('says nothing of what it does not hold', () => {
    const bare = { prefix: 'get', actions: [{ name: 'getx', resources: [], dependents: [] }], resources: [] };
    const catalog = openCatalog(dataOf(bare));
    expect(catalog.indexOf('getx')).toBeUndefined();
    expect(catalog.hasOperations).toBe(false);
    expect(catalog.dependentActionsOf('get:getx')).toEqual([]);
    expect(catalog.trackingOf('get:getx')).toBeUndefined();
    expect(catalog.trackingOf('get:other')).toBeUndefined();
    expect(catalog.accessLevelOf('get:getx')).toBeUndefined();
    expect(openCatalog(dataOf(fileSharing, bare)).hasOperations).toBe(true);
  });

  test('is unpacked to what it was made of', () => {
    const names = ['GetFile', 'getFileACL', 'PutFile'];
    const actions = names.map((name) => fileSharing.actions.find((action) => action.name === name));
    expect(decodeService(encodeService(fileSharing))).toStrictEqual({
      ...fileSharing,
      actions,
      resources: fileSharing.resources.toReversed(),
    });
    const bare = { prefix: 'a', actions: [{ name: 'Get', resources: [], dependents: [] }], resources: [] };
    expect(decodeService(encodeService(bare))).toStrictEqual(bare);
  });

  test('keeps nothing for what it does not have', () => {
    const data = encodeService({
      prefix: 'a',
      actions: [
        { name: 'Get', resources: [], dependents: [], tracking: { policyGeneration: false, lastAccessed: false } },
        { name: 'GetB', resources: [], dependents: [] },
        { name: 'Put', resources: [], dependents: [], tracking: { policyGeneration: false, lastAccessed: true } },
      ],
      resources: [],
      operations: new Map([
        ['Save', ['a:Put', 'b:a:Get', 'a:Get']],
        ['Load', ['b:Get']],
      ]),
    });
    expect(data).toStrictEqual({
      prefix: 'a',
      names: '0Get 3B 0Put',
      levels: '---',
      resources: [],
      resourceSets: [],
      uses: ',,',
      operations: { Load: 'b:Get', Save: 'Put,b:a:Get,Get' },
      tracking: '0-2',
    });
    expect(Object.keys(data.operations ?? {})).toEqual(['Load', 'Save']);
    expect(decodeService(data).actions[0]?.tracking).toEqual({ policyGeneration: false, lastAccessed: false });
    const { tracking, operations, ...bare } = data;
    expect(encodeService(decodeService(bare))).toStrictEqual(bare);
  });

  test('is counted', () => {
    const other = { ...fileSharing, prefix: 'other' };
    expect(catalogInfo(openCatalog(dataOf(fileSharing, other)))).toMatchObject({
      services: 2,
      actions: 6,
      operations: 2,
      tracked: 4,
    });
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
    ['a name that begins oddly', { ...good, services: [{ ...service, names: '*0a 0b 0c' }] }, 'no action name has'],
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
