import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** A composite action, as far as running its steps takes ("Metadata syntax for GitHub Actions"). */
export interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What a run of an action comes to. */
export interface ActionRun {
  /** 0, or the status of the step that failed: those after it do not run. */
  readonly status: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Actions that it uses, in turn: they are named, not run. */
  readonly used: readonly { readonly action: string; readonly with: Readonly<Record<string, string>> }[];
}

export const readAction = (path: string): CompositeAction => parse(readFileSync(path, 'utf8')) as CompositeAction;

type Values = Readonly<Record<string, string>>;

/** Runs the steps of an action in `directory` as the runner would: `bash --noprofile --norc -eo pipefail`. */
export function runAction(
  action: CompositeAction,
  directory: string,
  given: { readonly inputs: Values; readonly github?: Values; readonly env?: Values },
): ActionRun {
  const temporary = mkdtempSync(join(tmpdir(), 'auditor-runner-'));
  const values = new Map<string, string>(
    Object.entries(given.github ?? {}).map(([key, value]) => [`github.${key}`, value]),
  );
  values.set('runner.temp', temporary);
  for (const [name, { default: text }] of Object.entries(action.inputs))
    values.set(`inputs.${name}`, given.inputs[name] ?? filled(text, values));
  const unknown = Object.keys(given.inputs).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`Cannot give input ${unknown.join(', ')}: the action has none`);

  const used: { action: string; with: Values }[] = [];
  const summary = join(temporary, 'summary');
  writeFileSync(summary, '');
  let log = '';
  let status = 0;
  for (const step of action.runs.steps) {
    if (step.if !== undefined && filled(step.if, values) !== 'true') continue;
    if (step.uses !== undefined) {
      used.push({ action: step.uses, with: filledAll(step.with ?? {}, values) });
      continue;
    }
    const script = join(temporary, 'step.sh');
    const output = join(temporary, 'output');
    // What a runner would put into the text of a script would be run, whoever wrote it.
    if (step.run === undefined || step.run.includes('${{'))
      throw new Error(`Cannot run step ${step.name}: expected a script that takes values from its environment`);
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: directory,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...given.env,
        ...filledAll(step.env ?? {}, values),
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    log += ran.stdout + ran.stderr;
    for (const [name, value] of outputsIn(readFileSync(output, 'utf8')))
      values.set(`steps.${step.id}.outputs.${name}`, value);
    status = ran.status ?? 1;
    if (status !== 0) break;
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, values)]);
  return { status, log, summary: readFileSync(summary, 'utf8'), outputs: Object.fromEntries(outputs), used };
}

/** `name=value`, or `name<<END` with lines up to `END` ("Workflow commands for GitHub Actions"). */
function outputsIn(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/^(\w+)<<(\S+)\n([\s\S]*?)\n?\2$|^(\w+)=(.*)$/gm)].map(
    ([, name, , lines, plain, value]) => [name ?? plain ?? '', lines ?? value ?? ''] as const,
  );
}

const filledAll = (texts: Readonly<Record<string, unknown>>, values: ReadonlyMap<string, string>): Values =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, filled(String(text), values)]));

/** As far as action.yml goes: names, `||` between them, and `==` with a text. A name that is not known is empty. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const [left = '', right] = expression.split('==').map((part) => part.trim());
    const value = left.split('||').reduce((found, name) => found || (values.get(name.trim()) ?? ''), '');
    return right === undefined ? value : String(value === right.replaceAll("'", ''));
  });
}
