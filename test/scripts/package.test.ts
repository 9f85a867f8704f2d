import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { bundleCommandLine, bundledPackages } from '../../scripts/bundle.ts';
import { softwareBill } from '../../scripts/software-bill.ts';

interface Locked {
  readonly version: string;
  readonly engines?: unknown;
  readonly devDependencies?: unknown;
}
/** Bundled once. */
const bundled = await bundledPackages();

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** npm's own: `satisfies(version, range)`. */
const { satisfies } = createRequire(import.meta.url)('semver') as {
  readonly satisfies: (version: string, range: string) => boolean;
};

/** What a package that is installed says of the Node.js that it runs on. */
function enginesOf(path: string): string {
  const { engines } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    readonly engines?: { readonly node?: string };
  };
  return engines?.node ?? '*';
}

test('the lock file is that of package.json, and says nothing of the Node.js of dependencies (else: node scripts/quiet-lock.ts)', () => {
  const { '': root, ...dependencies } = lock.packages;
  expect(root?.devDependencies).toEqual(packageJson.devDependencies);
  expect(root?.engines).toEqual(packageJson.engines);
  expect(Object.keys(dependencies).filter((path) => dependencies[path]?.engines !== undefined)).toEqual([]);
});

test('every package that is installed runs on the Node.js that is installed with them', () => {
  const { node } = packageJson.devDependencies;
  const installed = Object.keys(lock.packages).filter((path) => path !== '' && existsSync(join(path, 'package.json')));
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter((path) => !satisfies(node, enginesOf(path)))).toEqual([]);
});

test('every package that is bundled runs on the oldest Node.js that users may have', () => {
  const oldest = `${packageJson.engines.node.slice(2)}.0`;
  const refusing = bundled.filter(({ name }) => !satisfies(oldest, enginesOf(`node_modules/${name}`)));
  expect(refusing.map(({ name }) => name)).toEqual([]);
});

test('users install nothing but the package: what it needs is bundled', () => {
  expect(Object.keys(packageJson)).not.toContain('dependencies');
  expect(Object.keys(packageJson)).not.toContain('private');
  expect(packageJson.publishConfig).toEqual({ access: 'public', provenance: true });
});

test('the list of what is bundled names each package with version, licence and package URL', () => {
  const bill = JSON.parse(softwareBill(packageJson, bundled)) as {
    readonly bomFormat: string;
    readonly components: readonly Readonly<Record<string, unknown>>[];
  };
  expect(bill.bomFormat).toBe('CycloneDX');
  expect(bill.components).toHaveLength(bundled.length);
  const { version } = bundled.find(({ name }) => name === 'commander') ?? {};
  expect(bill.components).toContainEqual({
    type: 'library',
    name: 'commander',
    version,
    'bom-ref': `pkg:npm/commander@${version}`,
    purl: `pkg:npm/commander@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  });
});

/** Other versions of Node.js that lie on this machine, as `NODE_22=/path/to/node`; the release installs the package on them, too. */
const runtimes: readonly (readonly [string, string])[] = [
  ['this Node.js', process.execPath],
  ...Object.entries(process.env)
    .filter(([name]) => /^NODE_\d+$/.test(name))
    .map(([name, path]) => [name, path ?? ''] as const),
];
if (runtimes.length === 1) console.log('not tried on other versions of Node.js: NODE_22 names none');

test.each(runtimes)(
  'the tarball installs in an empty folder without a warning, and checks a definition, on %s',
  {
    timeout: 300_000,
  },
  async (_name, node) => {
    const directory = mkdtempSync(join(tmpdir(), 'auditor-tarball-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const source = join(directory, 'source');
    mkdirSync(source);
    for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'])
      writeFileSync(join(source, file), readFileSync(file));
    await bundleCommandLine(join(source, 'dist'));
    const env = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) };
    const run = (cwd: string, command: string, ...args: readonly string[]) =>
      spawnSync(command, args, { cwd, env, encoding: 'utf8' });
    // As .github/workflows/release.yml does it before it publishes: `prepare` is for the sources, and npm warns of scripts.
    run(source, 'npm', 'pkg', 'delete', 'scripts', 'devDependencies', 'devEngines', 'allowScripts');
    run(source, 'npm', 'pack', '--ignore-scripts', '--pack-destination', directory);
    const folder = join(directory, 'empty');
    mkdirSync(folder);
    const tarball = `../${packageJson.name}-${packageJson.version}.tgz`;
    const installed = run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
    expect(installed.stderr).toBe('');
    expect(installed.stdout).toContain('added 1 package');
    const definition = {
      family: 'my-app',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [{ name: 'app', image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-app:1' }],
    };
    writeFileSync(join(folder, 'task-def.json'), JSON.stringify(definition));
    const checked = run(folder, 'npx', '--offline', 'ecs-role-auditor', 'check', 'task-def.json', '--fail-on', 'high');
    expect(checked.stdout).toContain('my-app');
    expect(checked.stderr).not.toContain('EBADENGINE');
    expect(checked.status).toBe(1);
  },
);
