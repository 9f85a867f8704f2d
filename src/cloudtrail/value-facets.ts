import { parseRoleArn } from '../iam/arn.ts';
import { clientPermissionsIn, isClientConnection } from './client-connection.ts';
import { withoutApiVersion } from './event-name.ts';
import { asText, type JsonObject, leavesOf } from './json.ts';
import { isRoleName, mayPassRoles } from './role-parameters.ts';
import { isStatementEvent, statementsIn } from './statement-actions.ts';

/** The values of request parameters that rules ask about, by name. */
export type ValueFacet =
  | 'roleNames'
  | 'statements'
  | 'serviceNamespace'
  | 'copySource'
  | 'references'
  | 'clientPermissions';

/** One value that is kept of some calls' parameters, and why. */
interface ValueFacetRow {
  readonly facet: ValueFacet;
  /** Whether the value is looked for, by IAM prefix and event name (with or without API version). */
  readonly appliesTo: (prefix: string, eventName: string) => boolean;
  /** The values; `undefined` where the parameters do not tell all of them. */
  readonly read: (parameters: JsonObject, eventName: string) => readonly string[] | undefined;
  /** Whether the shape of the parameters tells no call with the value from one without, so that each must be read in full. */
  readonly hiddenInShape: boolean;
  readonly reason: string;
}

const COPIES = new Set(['copyobject', 'uploadpartcopy']);
const SCALES = /^(Delete|Describe|Deregister|Put|Register)Scal|^(Delete|Describe|Put)ScheduledAction/i;

const REFERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['ssm', new Set(['getparameter', 'getparameters'])],
  ['ec2', new Set(['requestspotinstances', 'runinstances'])],
]);
/** "Referencing AWS Secrets Manager secrets from Parameter Store parameters". */
const SECRET_PARAMETER = /\/aws\/reference\/secretsmanager\//;
/** "Using Systems Manager parameters instead of AMI IDs". */
const IMAGE = /^resolve:ssm:/;

/** Every value that is kept. */
export const VALUE_FACETS: readonly ValueFacetRow[] = [
  {
    facet: 'roleNames',
    appliesTo: mayPassRoles,
    read: (parameters) =>
      leavesOf(parameters)
        .filter(({ key, value }) => isRoleName(key) && typeof value === 'string' && parseRoleArn(value).ok)
        .map(({ key }) => key),
    hiddenInShape: false,
    reason: 'names of the parameters that hold the ARN of a role: the call passes it',
  },
  {
    facet: 'statements',
    appliesTo: (prefix, eventName) => prefix === 'dynamodb' && isStatementEvent(eventName),
    read: statementsIn,
    hiddenInShape: true,
    reason: 'DynamoDB transactions and PartiQL statements name their actions',
  },
  {
    facet: 'serviceNamespace',
    appliesTo: (prefix, eventName) => /autoscaling/.test(prefix) && SCALES.test(eventName),
    read: (parameters) =>
      leavesOf(parameters).flatMap(({ key, value }) =>
        /^serviceNamespace$/i.test(key) ? [asText(value)?.slice(0, 64) ?? ''] : [],
      ),
    hiddenInShape: true,
    reason: 'Application Auto Scaling asks for permissions of the service that it scales',
  },
  {
    facet: 'copySource',
    appliesTo: (prefix, eventName) => prefix === 's3' && COPIES.has(eventName.toLowerCase()),
    read: (parameters) =>
      leavesOf(parameters).some(({ value }) => typeof value === 'string' && /\?versionId=/i.test(value))
        ? ['version']
        : [],
    hiddenInShape: true,
    reason: 'a copy may name a version of its source',
  },
  {
    facet: 'references',
    appliesTo: (prefix, eventName) => REFERS.get(prefix)?.has(eventName.toLowerCase()) ?? false,
    read: (parameters) =>
      leavesOf(parameters).flatMap(({ value }) =>
        typeof value !== 'string'
          ? []
          : SECRET_PARAMETER.test(value)
            ? ['secret']
            : IMAGE.test(value)
              ? ['parameter']
              : [],
      ),
    hiddenInShape: true,
    reason: 'a parameter may stand for a secret of Secrets Manager, an image for a parameter that holds its id',
  },
  {
    facet: 'clientPermissions',
    appliesTo: (prefix, eventName) => prefix === 'elasticfilesystem' && isClientConnection(eventName),
    read: clientPermissionsIn,
    hiddenInShape: true,
    reason: 'EFS says of a connection which permissions its client has',
  },
];

const HIDDEN = VALUE_FACETS.filter(({ hiddenInShape }) => hiddenInShape);
/** Prefixes with hidden values; event names alone decide, as scanners ask before they know the prefix. */
const PREFIXES = [
  'application-autoscaling',
  'autoscaling',
  'dynamodb',
  'ec2',
  'elasticfilesystem',
  's3',
  'ssm',
] as const;

/** Whether values that the shape of the parameters does not show decide what a call of this name, of whichever service, proves. */
export function isDecidedByValues(eventName: string): boolean {
  return [eventName, withoutApiVersion(eventName) ?? eventName].some((name) =>
    HIDDEN.some(({ appliesTo }) => PREFIXES.some((prefix) => appliesTo(prefix, name))),
  );
}
