import { day, type EpochMs } from '../../base/time.ts';
import { MAX_RESOURCES_PER_EVENT } from '../../cloudtrail/resources.ts';
import type { ActionUsage } from '../../evidence/action-usage.ts';
import { arnFormsOf, checkedResources, hasForm } from '../../iam/arn-forms.ts';
import type { Catalog } from '../../iam/catalog/catalog.ts';
import { resourceCovers } from '../../iam/resource-cover.ts';
import type { ActionVerdict } from '../verdict.ts';
import { turnsOver } from './names-that-turn-over.ts';

/** How an ARN of an action's events is written in a policy, as patterns; none for one of which that is not known. */
type Spelling = (arn: string) => readonly string[];

const whole: Spelling = (arn) => [arn];

/**
 * Six random characters end a secret's ARN, and they change when it is made anew. Callers may leave them out, and events then
 * lack them too; an ARN that only looks as if it ended in them finds no secret ("Troubleshoot AWS Secrets Manager").
 */
const secret: Spelling = (arn) => {
  const name = /^(.+)-[A-Za-z0-9?]{6}$/.exec(arn)?.[1];
  return name === undefined ? [arn, `${arn}-??????`] : [`${name}-??????`];
};

/** Whether a reference to a secret, which looks like a parameter that AWS publishes, has the account in its ARN is not documented. */
const parameter: Spelling = (arn) => [arn.replace(/^(arn:[^:]+:ssm:[^:]+:):(parameter\/aws\/reference\/)/, '$1*:$2')];

/** Every task writes a log stream of its own. */
const logGroup: Spelling = (arn) => [arn.replace(/:log-stream:.*$/, ':*')];

/**
 * Names that an access point may be called by in place of a bucket's; IAM checks the access point itself ("Access points aliases",
 * Amazon S3 User Guide).
 */
const ALIAS = /(?:-s3alias|--ol-s3|--op-s3|\.mrap)$/;

/** Object keys come and go, the bucket stays. */
function objects(arn: string): readonly string[] {
  const bucket = /^arn:[^:]+:s3:::[^/]+(?=\/)/.exec(arn)?.[0];
  return bucket === undefined || ALIAS.test(bucket) ? [] : [`${bucket}/*`];
}

const table: Spelling = (arn) => (/:table\/[^/]+$/.test(arn) ? [arn] : []);

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map<string, Spelling>([
  ['dynamodb', table],
  ['logs', logGroup],
  ['s3', objects],
  ['secretsmanager', secret],
  ['ssm', parameter],
]);

/**
 * The actions whose events name every resource that IAM checks ("Actions, resources, and condition keys" of each service). An
 * action that works on several types at once (an index beside its table, say) is not here.
 */
const NAMED_IN_EVENTS: ReadonlySet<string> = new Set([
  ...['dynamodb:deleteitem', 'dynamodb:getitem', 'dynamodb:putitem', 'dynamodb:updateitem'],
  ...['ecr:batchgetimage', 'ecr:getdownloadurlforlayer'],
  ...['kms:decrypt', 'kms:encrypt', 'kms:generatedatakey'],
  'logs:createlogstream',
  ...['s3:deleteobject', 's3:getobject', 's3:putobject'],
  ...['secretsmanager:describesecret', 'secretsmanager:getsecretvalue'],
  'sns:publish',
  ...['sqs:changemessagevisibility', 'sqs:deletemessage', 'sqs:receivemessage', 'sqs:sendmessage'],
  ...['ssm:getparameter', 'ssm:getparameters'],
]);

/** What an action was used on. */
export interface SeenResources {
  /** As patterns that a person would write, what task definitions ask for included. */
  readonly patterns: readonly string[];
  /** Why more may be used tomorrow, as sentences; empty where nothing speaks for it. */
  readonly cautions: readonly string[];
}

/** By what the resources of an action are judged. Times in milliseconds. */
export interface SeenResourcesInput {
  readonly usage: ActionUsage | undefined;
  readonly catalog: Catalog;
  readonly now: EpochMs;
  /** A resource that was first seen later than this long ago may be the first of several. */
  readonly minAge: number;
}

/**
 * The resources that a used action was seen on; undefined where they are not known to be all. They are where the action was
 * watched as closely as is asked of an unused one, every event named its resources, the sample was not cut, and what the events
 * name is of the form that IAM checks.
 */
export function seenResources(verdict: ActionVerdict, input: SeenResourcesInput): SeenResources | undefined {
  const { usage, catalog } = input;
  const { action, resources } = verdict;
  if (verdict.verdict !== 'used' || verdict.allResources !== true || usage === undefined) return undefined;
  // An event that names as many as are ever taken from one may have named more.
  if (resources.length === 0 || resources.length >= MAX_RESOURCES_PER_EVENT) return undefined;
  if (!NAMED_IN_EVENTS.has(action.toLowerCase())) return undefined;
  const checked = checkedResources(action, resources, catalog);
  const besides = resources.filter((arn) => !hasForm(arnFormsOf(action, catalog), arn));
  if (besides.some((arn) => !checked.some((inside) => inside.startsWith(`${arn}/`)))) return undefined;
  if (checked.length === 0 || checked.some((arn) => /[*?]|\$\{/.test(arn.replace(/-\?{6}$/, '')))) return undefined;
  const spelling = SPELLINGS.get(serviceOf(action)) ?? whole;
  const spelled = checked.map(spelling);
  if (spelled.some((patterns) => patterns.length === 0)) return undefined;
  const written = new Set(spelled.flat());
  if (perhapsMissing(action, usage)) for (const pattern of missingParameters(checked)) written.add(pattern);
  for (const permission of verdict.required) for (const resource of permission.resources) written.add(resource);
  const patterns = [...written].sort();
  return {
    patterns: patterns.filter((one) => !patterns.some((other) => other !== one && resourceCovers(other, one))),
    cautions: [...youngest(action, spelling, input), ...cautionsOf(action, checked, usage)],
  };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':')).toLowerCase();
}

/** Whether calls may have named parameters that do not exist: GetParameters answers for those that do, without an error. */
function perhapsMissing(action: string, usage: ActionUsage): boolean {
  return serviceOf(action) === 'ssm' && (usage.metMissing || /parameters$/i.test(action));
}

const MISSING_PARAMETER = '?';

/**
 * Parameter Store has IAM check `arn:aws:ssm:REGION:ACCOUNT:*` for a parameter that does not exist: `?` stands for that
 * `*`, and for no parameter's name.
 */
function missingParameters(checked: readonly string[]): readonly string[] {
  const places = checked.map((arn) => arn.split(':', 5));
  const owned = places.filter(([, , , , account]) => account !== '');
  // Of what AWS publishes alone, the caller's account is not in any of the ARNs.
  if (owned.length === 0) return places.map((place) => [...place.slice(0, 4), '*', MISSING_PARAMETER].join(':'));
  return owned.map((place) => [...place, MISSING_PARAMETER].join(':'));
}

/** That a resource was first seen lately. Of log streams and objects, that their group or bucket was. */
function youngest(
  action: string,
  spelling: Spelling,
  { usage, catalog, now, minAge }: SeenResourcesInput,
): readonly string[] {
  const firsts = new Map<string, EpochMs>();
  for (const [index, item] of (usage?.resources.items ?? []).entries()) {
    const since = usage?.resources.since[index] ?? now;
    for (const pattern of checkedResources(action, [item], catalog).flatMap(spelling)) {
      firsts.set(pattern, Math.min(firsts.get(pattern) ?? since, since));
    }
  }
  const last = Math.max(...firsts.values());
  return now - last < minAge
    ? [`The newest of the resources seen was first used on ${day(last)}: others may follow.`]
    : [];
}

function cautionsOf(action: string, checked: readonly string[], { metMissing }: ActionUsage): readonly string[] {
  const cautions: string[] = [];
  // The ARN of a parameter or of an object is made of the name that the call gives, whether it is there or not.
  if (metMissing && !['ssm', 's3'].includes(serviceOf(action))) {
    cautions.push('Calls named what did not exist, for which IAM may check another resource.');
  }
  if (serviceOf(action) === 'kms') cautions.push('A rotation by hand puts a new key in the place of this one.');
  cautions.push(...new Set(checked.flatMap((arn) => turnsOver(arn) ?? [])));
  return cautions;
}
