import { isRecord } from '../../src/base/is-record.ts';

/** A state of a state machine, as Amazon States Language writes it; what this interpreter knows of it. */
interface State {
  readonly Type: 'Task' | 'Map' | 'Choice' | 'Pass';
  readonly Parameters?: Fields;
  readonly ItemReader?: { readonly Parameters: Fields };
  readonly ItemSelector?: Fields;
  readonly ItemProcessor?: Machine;
  readonly ResultSelector?: Fields;
  /** `null`: the result is dropped. */
  readonly ResultPath?: string | null;
  readonly Retry?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly MaxAttempts: number;
    readonly IntervalSeconds: number;
  }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly ResultPath?: string | null;
    readonly Next: string;
  }[];
  readonly Choices?: readonly (Condition & { readonly Next: string })[];
  readonly Default?: string;
  readonly Next?: string;
}

type Fields = Readonly<Record<string, unknown>>;

interface Condition {
  readonly And?: readonly Condition[];
  readonly Variable?: string;
  readonly BooleanEquals?: boolean;
  readonly NumericLessThan?: number;
}

/** A state machine, or what is done with each item of a Map. */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What a state machine calls. */
export interface MachineWorld {
  /** A Lambda function by its name or ARN. */
  invoke(name: string, payload: unknown): Promise<unknown>;
  /** An object of S3, as JSON. */
  readObject(bucket: string, key: string): readonly unknown[];
  /** Lets the time pass that a retry waits for. */
  wait?(seconds: number): void;
}

/** The end of the execution itself: nothing of the machine catches or retries it. */
export class Killed extends Error {
  override readonly name = 'Killed' as const;
}

/**
 * Runs a state machine of Amazon States Language in this process: the states, paths and error handling that this repository's uses,
 * items one after the other. Gives its output.
 *
 * @throws {Error} what no state catches, and for what it does not know
 */
export async function runStateMachine(machine: Machine, world: MachineWorld, execution: string): Promise<unknown> {
  return runStates(machine, {}, { world, context: { Execution: { Name: execution } } });
}

interface Run {
  readonly world: MachineWorld;
  /** What `$$` stands for. */
  readonly context: Fields;
}

async function runStates({ StartAt, States }: Machine, input: unknown, run: Run): Promise<unknown> {
  let [name, data]: [string | undefined, unknown] = [StartAt, input];
  while (name !== undefined) {
    const state: State | undefined = States[name];
    if (state === undefined) throw new Error(`Cannot run state ${name}: there is none`);
    [name, data] = await runState(state, data, run);
  }
  return data;
}

async function runState(state: State, input: unknown, run: Run): Promise<[string | undefined, unknown]> {
  if (state.Type === 'Choice') {
    const chosen = state.Choices?.find((choice) => holds(choice, input));
    return [chosen?.Next ?? state.Default, input];
  }
  const tries = (state.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts);
  for (;;) {
    try {
      return [state.Next, placed(input, state.ResultPath, await resultOf(state, input, run))];
    } catch (error) {
      if (error instanceof Killed || !(error instanceof Error)) throw error;
      const index = state.Retry?.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error)) ?? -1;
      if (index >= 0 && (tries[index] ?? 0) > 0) {
        tries[index] = (tries[index] ?? 0) - 1;
        run.world.wait?.(state.Retry?.[index]?.IntervalSeconds ?? 0);
        continue;
      }
      const caught = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error));
      if (caught === undefined) throw error;
      const Cause = JSON.stringify({ errorType: error.name, errorMessage: error.message });
      return [caught.Next, placed(input, caught.ResultPath, { Error: error.name, Cause })];
    }
  }
}

async function resultOf(state: State, input: unknown, run: Run): Promise<unknown> {
  const parameters = state.Parameters === undefined ? input : filled(state.Parameters, input, run.context);
  const result = await rawResultOf(state, input, parameters, run);
  return state.ResultSelector === undefined ? result : filled(state.ResultSelector, result, run.context);
}

async function rawResultOf(state: State, input: unknown, parameters: unknown, run: Run): Promise<unknown> {
  switch (state.Type) {
    case 'Task': {
      const { FunctionName, Payload } = parameters as { readonly FunctionName: string; readonly Payload: unknown };
      // Lambda hands on JSON.
      const answer = await run.world.invoke(FunctionName, JSON.parse(JSON.stringify(Payload)));
      return { Payload: JSON.parse(JSON.stringify(answer ?? null)) };
    }
    case 'Map': {
      const { ItemReader: reader, ItemSelector: selector = {}, ItemProcessor: processor } = state;
      if (reader === undefined || processor === undefined) throw new Error('Cannot run a Map without items');
      const { Bucket, Key } = filled(reader.Parameters, input, run.context) as {
        readonly Bucket: string;
        readonly Key: string;
      };
      const results: unknown[] = [];
      for (const Value of run.world.readObject(Bucket, Key)) {
        const context = { ...run.context, Map: { Item: { Value } } };
        try {
          results.push(await runStates(processor, filled(selector, input, context), { ...run, context }));
        } catch (error) {
          // All may fail: ToleratedFailurePercentage.
          if (error instanceof Killed) throw error;
        }
      }
      return results;
    }
    default:
      return parameters;
  }
}

function filled(template: unknown, input: unknown, context: Fields): unknown {
  if (!isRecord(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), resolved(String(value), input, context)]
        : [name, filled(value, input, context)],
    ),
  );
}

function resolved(expression: string, input: unknown, context: Fields): unknown {
  const [, path, added] = /^States\.MathAdd\((.+), (\d+)\)$/.exec(expression) ?? [];
  if (path !== undefined) return Number(resolved(path, input, context)) + Number(added);
  const [root, ...names] = expression.split('.');
  if (root !== '$' && root !== '$$') throw new Error(`Cannot tell what ${expression} is`);
  return names.reduce<unknown>(
    (value, name) => (isRecord(value) ? value[name] : undefined),
    root === '$' ? input : context,
  );
}

function placed(input: unknown, path: string | null | undefined, result: unknown): unknown {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  return { ...(isRecord(input) ? input : {}), [path.slice(2)]: result };
}

function holds({ And, Variable = '', BooleanEquals, NumericLessThan }: Condition, input: unknown): boolean {
  if (And !== undefined) return And.every((each) => holds(each, input));
  const value = resolved(Variable, input, {});
  if (BooleanEquals !== undefined) return value === BooleanEquals;
  return typeof value === 'number' && NumericLessThan !== undefined && value < NumericLessThan;
}

function matches(names: readonly string[], error: Error): boolean {
  return names.includes('States.ALL') || names.includes(error.name);
}
