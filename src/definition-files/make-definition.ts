import { isRecord } from '../base/is-record.ts';
import { ok, problem, type Result } from '../base/result.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import type { LaunchType } from '../ecs/launch-type.ts';
import { parseTaskDefinition, type TaskDefinition } from '../ecs/task-definition.ts';
import type { FilePlace } from './file-contents.ts';
import { OPEN_ACCOUNT, OPEN_REGION, placeholder, wellFormedArn } from './placeholder.ts';

/** A definition as `register-task-definition` takes it, with placeholders for what is open. */
export interface DefinitionInput {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly place: FilePlace;
  /** The name of the family where the file states none that can be one. */
  readonly fallbackFamily: string;
  /** Tells the definitions of a file apart; a revision that the file states wins. */
  readonly number: number;
  /** ARNs of the file's roles by name. */
  readonly rolesByName?: ReadonlyMap<string, string>;
}

/** A definition that was read, and the fields whose values are wholly open. */
export interface MadeDefinition {
  readonly definition: TaskDefinition;
  readonly openFields: ReadonlySet<string>;
}

/** Reads a definition of a file as ECS would describe it once registered. */
export function makeDefinition(input: DefinitionInput): Result<MadeDefinition> {
  const { raw, place, fallbackFamily, number } = input;
  const family = familyOf(raw['family'], fallbackFamily);
  const revision = typeof raw['revision'] === 'number' && raw['revision'] >= 1 ? raw['revision'] : number;
  const openFields = new Set<string>();
  const described = {
    ...raw,
    family,
    revision,
    status: 'ACTIVE',
    registeredAt: null,
    taskDefinitionArn: `arn:${place.partition}:ecs:${place.region}:${place.accountId}:task-definition/${family}:${revision}`,
    taskRoleArn: roleReference(raw['taskRoleArn'], input),
    executionRoleArn: roleReference(raw['executionRoleArn'], input),
    containerDefinitions: mapList(raw['containerDefinitions'], (container, index) =>
      preparedContainer(container, `containerDefinitions[${index}]`, place, openFields),
    ),
    requiresCompatibilities: launchTypes(raw['requiresCompatibilities']),
    compatibilities: launchTypes(raw['compatibilities']),
  };
  const parsed = parseTaskDefinition({ taskDefinition: described, tags: [] }, place.region);
  if (parsed.ok) return ok({ definition: parsed.value, openFields });
  return problem(parsed.problem.replace(/^Cannot read [^:]*(?:"[^"]*")?: (?:taskDefinition\.)?/, ''));
}

function familyOf(value: unknown, fallback: string): string {
  const text = typeof value === 'string' && !/^<[^<>]*>$/.test(value) ? value : fallback;
  return (
    stripControlCharacters(text)
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 255) || 'task'
  );
}

/** ECS takes an ARN or a name; of a name that the file gives to a role, the role's ARN. */
function roleReference(value: unknown, { place, rolesByName }: DefinitionInput): unknown {
  if (typeof value !== 'string' || value === '') return value;
  const text = fromShell(value);
  const known = rolesByName?.get(text);
  if (known !== undefined) return known;
  if (text.startsWith('arn:')) return wellFormedArn(text);
  return text.includes('<') ? `arn:${place.partition}:iam::${place.accountId}:role/${text}` : text;
}

function launchTypes(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.filter((type): type is LaunchType => typeof type === 'string').map((type) => type.toUpperCase());
}

function preparedContainer(container: unknown, at: string, place: FilePlace, openFields: Set<string>): unknown {
  if (!isRecord(container)) return container;
  const stored = (value: unknown, field: string): unknown =>
    typeof value === 'string' ? storedText(fromShell(value), place, () => openFields.add(field)) : value;
  const prepared: Record<string, unknown> = { ...container };
  const { image, secrets, repositoryCredentials, logConfiguration, environmentFiles } = container;
  if (typeof image === 'string')
    prepared['image'] = imageText(fromShell(image), place, () => openFields.add(`${at}.image`));
  if (Array.isArray(secrets)) prepared['secrets'] = secretList(secrets, `${at}.secrets`, stored);
  if (isRecord(repositoryCredentials)) {
    const field = `${at}.repositoryCredentials.credentialsParameter`;
    prepared['repositoryCredentials'] = {
      ...repositoryCredentials,
      credentialsParameter: stored(repositoryCredentials['credentialsParameter'], field),
    };
  }
  if (isRecord(logConfiguration) && Array.isArray(logConfiguration['secretOptions'])) {
    prepared['logConfiguration'] = {
      ...logConfiguration,
      secretOptions: secretList(logConfiguration['secretOptions'], `${at}.logConfiguration.secretOptions`, stored),
    };
  }
  prepared['environmentFiles'] = mapList(environmentFiles, (file) =>
    isRecord(file) && typeof file['value'] === 'string'
      ? { ...file, value: wellFormedArn(fromShell(file['value'])) }
      : file,
  );
  return prepared;
}

function secretList(
  list: readonly unknown[],
  at: string,
  stored: (value: unknown, field: string) => unknown,
): readonly unknown[] {
  return list.map((secret, index) =>
    isRecord(secret) ? { ...secret, valueFrom: stored(secret['valueFrom'], `${at}[${index}].valueFrom`) } : secret,
  );
}

function mapList(value: unknown, map: (item: unknown, index: number) => unknown): unknown {
  return Array.isArray(value) ? value.map(map) : value;
}

const ECR_HOST = /^([^/]*)\.dkr\.ecr\.([^/]*?)\.(amazonaws\.com(?:\.cn)?|<[^<>]*>)\//;

/** An image of ECR keeps its form whatever is open in it; one that is wholly open may be of ECR. */
function imageText(image: string, place: FilePlace, open: () => void): string {
  const text = image.trim();
  const host = ECR_HOST.exec(text);
  if (host !== null) {
    const [whole, account = '', region = '', domain = ''] = host;
    const registry = `${account.includes('<') ? OPEN_ACCOUNT : account}.dkr.ecr.${region.includes('<') ? OPEN_REGION : region}`;
    return `${registry}.${domain.startsWith('<') ? 'amazonaws.com' : domain}/${text.slice(whole.length)}`;
  }
  if (!/^<[^<>]*>/.test(text)) return text;
  open();
  return `${place.accountId}.dkr.ecr.${place.region}.amazonaws.com/${text.replace(/^(<[^<>]*>)\//, '')}`;
}

/** A reference that is wholly open is one to a secret, unless its name says that it is a parameter. */
function storedText(value: string, place: FilePlace, open: () => void): string {
  if (value.startsWith('arn:')) return wellFormedArn(value);
  const whole = /^(<[^<>]*>)(:.*)?$/.exec(value);
  if (whole === null) return value;
  const [, name = '', rest] = whole;
  const prefix = (store: string) => `arn:${place.partition}:${store}:${place.region}:${place.accountId}`;
  // What goes on with a JSON key is certainly a secret ("Specifying sensitive data using Secrets Manager secrets").
  if (rest !== undefined) return `${prefix('secretsmanager')}:secret:${name}${rest}`;
  open();
  return /param|ssm/i.test(name) ? `${prefix('ssm')}:parameter/${name}` : `${prefix('secretsmanager')}:secret:${name}`;
}

/** `${NAME}`, which envsubst and its kin fill in, stands for what is open. */
function fromShell(text: string): string {
  return text.replace(/\$\{([A-Za-z_][\w.]*)\}/g, (_, name: string) => placeholder(name));
}
