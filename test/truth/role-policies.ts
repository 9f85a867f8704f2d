import { DAY_MS } from '../../src/base/time.ts';
import type { AwsModel } from './aws-model.ts';
import { type CallKind, checksOf, targetAt } from './call-kind.ts';
import type { TruthStatement } from './evaluator.ts';
import type { Random } from './random.ts';
import { ACCOUNT, namedBy } from './resources.ts';

/** One policy of a role, as IAM has it. */
export interface TruthPolicy {
  readonly kind: 'inline' | 'managed' | 'awsManaged';
  readonly name: string;
  readonly statements: readonly TruthStatement[];
  /** When it was put or attached; absent: long ago. */
  readonly since?: number;
}

/** How the person who wrote a role's policies thinks. */
export type PolicyStyle = 'administrator' | 'notAction' | 'services' | 'verbs' | 'listed';

/** A kind of call that a role's sessions make, and where. */
export interface RoleCall {
  readonly kind: CallKind;
  readonly region: string;
}

/** Draws a style; most roles are granted whole services or lists. */
export function drawStyle(random: Random): PolicyStyle {
  return random.pick([
    ...(['services', 'services', 'services', 'verbs', 'verbs', 'listed', 'listed', 'listed', 'listed'] as const),
    ...(random.chance(0.4) ? (['administrator', 'notAction'] as const) : []),
  ]);
}

/** Whether what is made anew (keys and secrets aside) stays within what such a person writes. */
export function foresees(style: PolicyStyle, { operation, naming }: CallKind): boolean {
  return naming !== 'renewed' || style === 'listed' || /^(kms|secretsmanager):/.test(operation);
}

/** Draws the policies of a role that makes these calls: mostly enough for them, and always more than enough. */
export function drawPolicies(
  style: PolicyStyle,
  calls: readonly RoleCall[],
  { now, model, random }: { readonly now: number; readonly model: AwsModel; readonly random: Random },
): readonly TruthPolicy[] {
  const withheld = new Set(
    random.some([...new Set(calls.flatMap(({ kind }) => kind.actions))], random.chance(0.3) ? 1 : 0),
  );
  const statements = [
    ...grantsOf(style, calls, withheld, now, model, random),
    ...deniesOf(calls, withheld, model, random),
  ];
  const parts = 1 + random.int(Math.min(3, statements.length));
  const late = random.chance(0.15) ? random.int(parts) : -1;
  return Array.from({ length: parts }, (_, part): TruthPolicy => {
    const own = statements.filter((_statement, index) => index % parts === part);
    const kind = random.pick(['inline', 'inline', 'managed', 'awsManaged'] as const);
    const since = part === late ? { since: now - (5 + random.int(80)) * DAY_MS } : {};
    return { kind, name: `policy-${part}-${random.hex(4)}`, statements: own, ...since };
  }).filter(({ statements: own }) => own.length > 0);
}

function grantsOf(
  style: PolicyStyle,
  calls: readonly RoleCall[],
  withheld: ReadonlySet<string>,
  now: number,
  model: AwsModel,
  random: Random,
): readonly TruthStatement[] {
  const needed = [...new Set(calls.flatMap(({ kind }) => kind.actions))].filter((action) => !withheld.has(action));
  const services = [...new Set(needed.map(serviceOf))];
  const others = random.some(model.catalog.services(), 1 + random.int(6));
  switch (style) {
    case 'administrator':
      return [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    case 'notAction': {
      const spared = model.catalog.services().filter((service) => !services.includes(service) && service !== 'iam');
      const kept = random.some(spared, 3).map((service) => `${service}:*`);
      return [{ Effect: 'Allow', NotAction: ['iam:*', ...kept], Resource: '*' }, ...listed(needed.filter(isOf('iam')))];
    }
    case 'services':
      return [...new Set([...services, ...others])].map((service) => ({
        Effect: 'Allow',
        Action: `${service}:*`,
        Resource: '*',
        ...(random.chance(0.05) && { Condition: { StringLike: { 'aws:RequestedRegion': '*' } } }),
      }));
    case 'verbs':
      return [...new Set([...services, ...others])].map((service) => {
        const verbs = needed.filter(isOf(service)).map(verbOf);
        const more = namesOf(service, model).map(verbOf);
        return { Effect: 'Allow', Action: [...new Set([...verbs, ...random.some(more, 4)])], Resource: '*' };
      });
    case 'listed':
      return calls.flatMap((call) => listedFor(call, withheld, now, model, random));
    default:
      style satisfies never;
      return [];
  }
}

/** Statements of one call's actions, each on resources as people write them, with actions beside them that nobody needs. */
function listedFor(
  { kind, region }: RoleCall,
  withheld: ReadonlySet<string>,
  now: number,
  model: AwsModel,
  random: Random,
): readonly TruthStatement[] {
  const checks = checksOf(kind, targetAt(kind, region, now, now), model).filter(({ action }) => !withheld.has(action));
  const isNamed = namedBy(kind.operation) !== undefined;
  const form = kind.naming === 'fixed' ? random.pick(FORMS) : random.pick(FORMS.filter((one) => one !== 'exact'));
  return [...Map.groupBy(checks, ({ action }) => serviceOf(action))].flatMap(([service, own]) => {
    const more = random.some(namesOf(service, model), random.int(30));
    const Action = [...new Set([...own.map(({ action }) => action), ...more])];
    const isOwn = isNamed && service === serviceOf(kind.operation);
    // What is made anew under another name was foreseen by a pattern.
    const written = kind.naming === 'renewed' && isOwn ? 'pattern' : form;
    const Resource = isOwn ? [...new Set(own.map(({ resource }) => writtenAs(written, resource, kind.base)))] : '*';
    return [{ Effect: 'Allow', Action, Resource } as const];
  });
}

const FORMS = ['exact', 'pattern', 'kind', 'any'] as const;

function writtenAs(form: (typeof FORMS)[number], resource: string, base: string): string {
  const at = resource.indexOf(base);
  if (form === 'any' || at < 0) return '*';
  if (form === 'exact') return resource;
  const [arn = '', partition = '', service = '', , account = ''] = resource.split(':');
  if (form === 'pattern') return `${resource.slice(0, at)}${base}*`;
  const kind = resource.slice(0, at).split(':').slice(5).join(':');
  return account === '' ? '*' : [arn, partition, service, '*', ACCOUNT, `${kind}*`].join(':');
}

function deniesOf(
  calls: readonly RoleCall[],
  withheld: ReadonlySet<string>,
  model: AwsModel,
  random: Random,
): readonly TruthStatement[] {
  const chance = random.next();
  if (chance < 0.06) {
    const Action = random.some(model.catalog.services(), 5).map((service) => `${service}:Delete*`);
    return [{ Effect: 'Deny', Action, Resource: '*' }];
  }
  if (chance < 0.1 && withheld.size > 0) return [{ Effect: 'Deny', Action: [...withheld], Resource: '*' }];
  if (chance < 0.14 && calls.length > 0) {
    const Condition = { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1', 'ap-southeast-2'] } };
    return [{ Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*', Condition }];
  }
  return [];
}

/** Draws a permissions boundary: everything but some services that the role does not need; mostly none. */
export function drawBoundary(
  calls: readonly RoleCall[],
  model: AwsModel,
  random: Random,
): readonly TruthStatement[] | undefined {
  if (!random.chance(0.12)) return undefined;
  const services = new Set(calls.flatMap(({ kind }) => kind.actions.map(serviceOf)));
  const spared = model.catalog.services().filter((service) => !services.has(service));
  return [{ Effect: 'Allow', NotAction: random.some(spared, 20).map((service) => `${service}:*`), Resource: '*' }];
}

function listed(actions: readonly string[]): readonly TruthStatement[] {
  return actions.length === 0 ? [] : [{ Effect: 'Allow', Action: actions, Resource: '*' }];
}

function isOf(service: string): (action: string) => boolean {
  return (action) => serviceOf(action) === service;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/** `ec2:Describe*` for `ec2:DescribeInstances`. */
function verbOf(action: string): string {
  return /^([^:]+:[A-Z]*[a-z]*)/.exec(action)?.[1]?.concat('*') ?? action;
}

function namesOf(service: string, { catalog }: AwsModel): readonly string[] {
  const { from, to } = catalog.serviceRange(service) ?? { from: 0, to: 0 };
  return Array.from({ length: to - from }, (_, place) => catalog.actionAt(from + place));
}
