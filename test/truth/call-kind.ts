import type { AwsModel, Operation } from './aws-model.ts';
import { monthOf } from './calendar.ts';
import type { Check } from './evaluator.ts';
import { needsOf } from './needs.ts';
import type { Random } from './random.ts';
import { eventNameOf, eventSourceOf, type Recording, recordingOf } from './recording.ts';
import { namedBy, resourceOf, type Target } from './resources.ts';

/**
 * How what a call works on is named over time. `monthly`: a new one each month. `renewed`: another one from the last audit on,
 * as keys are rotated by hand, secrets made again, tenants added.
 */
export type Naming = 'fixed' | 'monthly' | 'renewed';

/** One kind of call that a workload makes, with the truth about it. */
export interface CallKind {
  /** `service:Operation`. */
  readonly operation: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly recording: Recording;
  readonly readOnly: boolean;
  readonly actions: readonly string[];
  readonly forwarded: ReadonlySet<string>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly naming: Naming;
  readonly base: string;
  /** An object that is not there: S3 tells that only to those who may list the bucket. */
  readonly missingKey: boolean;
  /** Refusals name the action that was refused. */
  readonly namesRefused: boolean;
}

/** Draws a kind of call of an operation; `undefined` where it is not known what it needs. */
export function callKindOf(operation: Operation, model: AwsModel, random: Random): CallKind | undefined {
  const needs = needsOf(operation, model, random);
  const [main] = needs?.actions ?? [];
  if (needs === undefined || main === undefined) return undefined;
  const { service, name } = operation;
  const key = `${service}:${name}`;
  const recording = recordingOf(key, model.isTracked(main), random);
  const readsObject = key === 's3:GetObject' || key === 's3:HeadObject';
  return {
    operation: key,
    eventSource: eventSourceOf(service, random),
    eventName: eventNameOf(service, name, recording, random),
    recording,
    readOnly: /^(Get|List|Describe|BatchGet|Head|Query|Scan|Search|Lookup|Receive)/.test(name),
    ...needs,
    naming: random.pick(['fixed', 'fixed', 'fixed', 'monthly', 'renewed']),
    base: `app-${random.hex(6)}`,
    missingKey: readsObject && random.chance(0.25),
    namesRefused: service !== 's3' || random.chance(0.7),
  };
}

/** What a call of this kind works on at a time; `now` is the time of the last audit. */
export function targetAt(kind: CallKind, region: string, at: number, now: number): Target {
  const { base, naming, operation } = kind;
  const name = naming === 'monthly' ? `${base}-${monthOf(at)}` : naming === 'renewed' && at > now ? `${base}-b` : base;
  if (operation.startsWith('secretsmanager:') && namedBy(operation) !== undefined) {
    return { region, name: `${base}-${naming === 'renewed' && at > now ? 'ZyXwVu' : 'AbCdEf'}` };
  }
  return { region, name };
}

/** What AWS asks IAM for when such a call is made, in order. */
export function checksOf(kind: CallKind, target: Target, { catalog }: AwsModel): readonly Check[] {
  return kind.actions.map((action) => ({ action, resource: resourceOf(action, kind.operation, target, catalog) }));
}
