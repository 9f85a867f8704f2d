import { z } from 'zod';
import { ok, problem, type Result } from '../../base/result.ts';
import type { AccessLevel } from './access-level.ts';
import type { ActionEntry, ActionTracking, ServiceEntry } from './service-entry.ts';

/** Where one service's document lies, as the index of the service reference states it. */
export interface ServiceAddress {
  readonly service: string;
  readonly url: string;
}

const Prefix = z.string().regex(/^[a-z0-9-]{1,64}$/);
const ActionName = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const Flag = z.boolean().optional();

const IndexShape = z.array(z.object({ service: Prefix, url: z.url() })).min(1);

const ServiceShape = z.object({
  Name: Prefix,
  Actions: z
    .array(
      z.object({
        Name: ActionName,
        Annotations: z
          .object({
            Properties: z
              .object({ IsList: Flag, IsPermissionManagement: Flag, IsTaggingOnly: Flag, IsWrite: Flag })
              .optional(),
          })
          .optional(),
        Resources: z.array(z.object({ Name: z.string().min(1).max(256) })).optional(),
        SupportedBy: z.record(z.string(), z.boolean()).optional(),
      }),
    )
    .max(10_000),
  Resources: z
    .array(
      z.object({
        Name: z.string().min(1).max(256),
        ARNFormats: z.array(z.string().startsWith('arn:').max(2048)).optional(),
      }),
    )
    .optional(),
  Operations: z
    .array(
      z.object({
        Name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
        AuthorizedActions: z.array(z.object({ Name: ActionName, Service: Prefix })).optional(),
      }),
    )
    .optional(),
});

type ServiceDocument = z.infer<typeof ServiceShape>;
type ActionDocument = ServiceDocument['Actions'][number];

/** Reads the index of AWS's service reference ("Simplified AWS service information for programmatic access"). */
export function parseServiceIndex(json: unknown): Result<readonly ServiceAddress[]> {
  const read = IndexShape.safeParse(json);
  if (!read.success) return problem(`Cannot read the service reference's index: ${firstIssue(read.error)}`);
  const twice = read.data.find((row, i) => read.data.findIndex((other) => other.service === row.service) !== i);
  if (twice !== undefined) {
    return problem(`Cannot read the service reference's index: service "${twice.service}" stands twice, expected once`);
  }
  return ok(read.data);
}

/** Reads one service's document of the service reference. What it says beyond the catalogue's needs is passed over. */
export function parseServiceReference(json: unknown): Result<ServiceEntry> {
  const read = ServiceShape.safeParse(json);
  if (!read.success) return problem(`Cannot read a service's reference: ${firstIssue(read.error)}`);
  const document = read.data;
  const resources = new Map<string, Set<string>>();
  for (const { Name, ARNFormats = [] } of document.Resources ?? []) addAll(resources, Name, ARNFormats);
  // An action may name a type that the document does not describe: kept, without ARN patterns.
  for (const use of document.Actions.flatMap((action) => action.Resources ?? [])) addAll(resources, use.Name, []);
  const actions = new Map(document.Actions.map((action) => [action.Name.toLowerCase(), actionEntry(action)]));
  if (actions.size < document.Actions.length) {
    return problem(`Cannot read the reference of service "${document.Name}": an action stands twice, expected once`);
  }
  return ok({
    prefix: document.Name,
    actions: [...actions.values()],
    resources: [...resources].map(([name, arns]) => ({ name, arnPatterns: [...arns] })),
    operations: operationsOf(document),
  });
}

function actionEntry(action: ActionDocument): ActionEntry {
  const names = new Set((action.Resources ?? []).map((resource) => resource.Name));
  const level = levelOf(action);
  const tracking = trackingOf(action);
  return {
    name: action.Name,
    ...(level !== undefined && { level }),
    // The reference does not say which types a statement must name.
    resources: [...names].map((name) => ({ name, required: false })),
    dependents: [],
    ...(tracking !== undefined && { tracking }),
  };
}

function levelOf(action: ActionDocument): AccessLevel | undefined {
  const properties = action.Annotations?.Properties;
  if (properties === undefined) return undefined;
  if (properties.IsPermissionManagement === true) return 'Permissions management';
  if (properties.IsTaggingOnly === true) return 'Tagging';
  if (properties.IsList === true) return 'List';
  return properties.IsWrite === true ? 'Write' : 'Read';
}

function trackingOf(action: ActionDocument): ActionTracking | undefined {
  const policyGeneration = action.SupportedBy?.['IAM Access Analyzer Policy Generation'];
  const lastAccessed = action.SupportedBy?.['IAM Action Last Accessed'];
  if (policyGeneration === undefined || lastAccessed === undefined) return undefined;
  return { policyGeneration, lastAccessed };
}

/** Operations of which no authorised action is stated are kept with none: that their name is the permission is then not certain. */
function operationsOf(document: ServiceDocument): ReadonlyMap<string, readonly string[]> {
  const operations = new Map<string, Set<string>>();
  for (const { Name, AuthorizedActions = [] } of document.Operations ?? []) {
    const actions = AuthorizedActions.map((action) => `${action.Service}:${action.Name}`);
    addAll(operations, Name, actions);
  }
  return new Map([...operations].map(([name, actions]) => [name, [...actions]]));
}

function addAll(into: Map<string, Set<string>>, key: string, values: readonly string[]): void {
  into.set(key, (into.get(key) ?? new Set()).union(new Set(values)));
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined
    ? 'it has another shape'
    : `at ${z.core.toDotPath(issue.path) || 'the top'}: ${issue.message}`;
}
