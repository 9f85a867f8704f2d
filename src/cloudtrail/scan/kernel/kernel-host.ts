import { DAY_MS } from '../../../base/time.ts';
import { callKey } from '../../call.ts';
import { isClientConnection } from '../../client-connection.ts';
import { withoutApiVersion } from '../../event-name.ts';
import { recordPrefixOf } from '../../event-source.ts';
import { interpretRecord } from '../../interpret-record.ts';
import { asObject, asText, type JsonObject } from '../../json.ts';
import type { Observation, RolePrincipal } from '../../observation.ts';
import { eventTimeOf, recordResources } from '../../record.ts';
import { resourcesOf } from '../../resources.ts';
import { roleAssumedIn } from '../../role-assumed.ts';
import { mayPassRoles } from '../../role-parameters.ts';
import { isDecidedByValues } from '../../value-facets.ts';
import { mayTellOfRoles } from '../may-tell-of-roles.ts';
import type { ScanOptions } from '../record-scanner.ts';
import { repeatsKeys } from '../repeated-keys.ts';
import { EVENT_TRAITS, type KernelImports, NO_DAY } from './kernel.ts';
import type { FieldName, KernelMemory } from './kernel-memory.ts';
import { textsThatNameResources, valueTexts } from './naming-texts.ts';
import { resolvedCaller } from './resolved-caller.ts';

/** Answers the kernel's imports and keeps what its numbers stand for. */
export interface KernelHost {
  readonly imports: KernelImports;
  /** Without the name of the session. */
  principalOf(caller: number): RolePrincipal | undefined;
  /** `RoleAssumed.by` of a caller; `SESSION_MARK` stands for the name of its session. */
  assumerOf(caller: number): string;
  proofOf(proof: number): Observation | undefined;
  /** ARNs of the batch, by number. */
  resources(): readonly string[];
  beginBatch(): void;
}

interface Caller {
  readonly by: string;
  readonly principal?: RolePrincipal;
}

interface Form {
  readonly event: Event;
  readonly region: string;
  /** Whether request parameters may name resources. */
  readonly parametersName: boolean;
}

interface Event {
  readonly eventSource: string;
  readonly eventName: string;
  readonly prefix: string;
}

const CALLS = new Set(['Management', 'Data', 'NetworkActivity']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Fields that decide a record's proof, beside event source and name. */
const OF_PROOF: readonly FieldName[] = [
  'userIdentity',
  'eventTime',
  'awsRegion',
  'errorCode',
  'errorMessage',
  'eventType',
  'eventCategory',
  'requestParameters',
];
const SOME_ROLE = 'arn:aws:iam::123456789012:role/some';

/**
 * Creates the host of a kernel. A record's proof (`interpretRecord`) depends on its caller, error, source, name, type, category
 * and Region, and on the shape of its request parameters, or on their text where values decide. Its
 * resources depend on `resources`, the account and the parameters that name resources.
 */
export function createKernelHost(options: ScanOptions, memory: KernelMemory): KernelHost {
  const { wanted = () => true } = options;
  const callers: Caller[] = [];
  const whos = createNumbers();
  const roles = createNumbers();
  const events: Event[] = [];
  const forms: Form[] = [];
  const proofs: Observation[] = [];
  const proofNumbers = createNumbers();
  let resources = new Map<string, number>();

  const recordNow = (names: readonly FieldName[], event: Event): JsonObject => {
    const record: Record<string, unknown> = {
      eventSource: event.eventSource,
      eventName: event.eventName,
    };
    for (const name of names) record[name] = memory.field(name);
    return record;
  };

  const imports: KernelImports = {
    resolveCaller(number, begin, end, hasSession, row) {
      const { kind, traits, by, role } = resolvedCaller(memory.text(begin, end), hasSession !== 0, wanted);
      callers[number] = { by, ...(role !== undefined && { principal: role }) };
      if (role === undefined) {
        memory.write(row, kind, 0, 0, traits);
        return;
      }
      const { accountId, arn, name, roleId, invokedBy } = role;
      const roleNumber = roles.of([accountId, arn, name, roleId]);
      memory.write(row, kind, whos.of([roleNumber, invokedBy]), roleNumber, traits);
    },
    resolveEvent(number, sourceBegin, sourceEnd, nameBegin, nameEnd) {
      const eventSource = memory.text(sourceBegin, sourceEnd);
      const eventName = memory.text(nameBegin, nameEnd);
      const prefix = recordPrefixOf(eventSource);
      events[number] = { eventSource, eventName, prefix };
      return traitsOf(eventSource, eventName, prefix);
    },
    resolveDay(begin, end) {
      const text = memory.text(begin, end);
      const at = DAY.test(text) ? eventTimeOf(`${text}T00:00:00Z`) : undefined;
      return at === undefined ? NO_DAY : at / DAY_MS;
    },
    resolveCategory: (begin, end) => (CALLS.has(memory.text(begin, end)) ? 1 : 0),
    resolveForm(form, eventNumber, row) {
      const event = events[eventNumber] as Event;
      const parameters = memory.fieldText('requestParameters');
      const { observation } = interpretRecord(recordNow(OF_PROOF, event));
      if (observation === undefined || (parameters !== undefined && repeatsKeys('requestParameters', parameters))) {
        memory.write(row, -1, 0);
        return;
      }
      // Who forwarded the call is the caller's to say: records of one form differ in it.
      const { invokedBy: _, ...call } = observation;
      const { region } = observation;
      const proof = proofNumbers.of([region, callKey(call)]);
      proofs[proof] ??= call;
      const naming = parameters === undefined ? 0 : textsThatNameResources(event.prefix, parameters);
      forms[form] = { event, region, parametersName: naming !== 0 };
      memory.write(row, proof, naming);
    },
    resolveRoleTexts(begin, end) {
      const json = memory.text(begin, end);
      const parameters = asObject(JSON.parse(json));
      const texts = valueTexts(json);
      const placeOf = (name: string): number =>
        typeof parameters?.[name] === 'string'
          ? texts.findLastIndex(({ keys }) => keys.length === 1 && keys[0] === name) + 1
          : 0;
      const role = parameters?.['roleArn'] === '' ? 0 : placeOf('roleArn');
      return role === 0 || texts.length > 16 || repeatsKeys('requestParameters', json)
        ? 0
        : role + 256 * placeOf('roleSessionName');
    },
    resolveDetails(formNumber, callerNumber, numbers) {
      const form = forms[formNumber] as Form;
      const parameters = form.parametersName ? memory.field('requestParameters') : undefined;
      const record = {
        region: form.region,
        resources: recordResources(memory.field('resources')),
        requestParameters: asObject(parameters) ?? null,
      };
      const accountId = asText(memory.field('recipientAccountId')) ?? callers[callerNumber]?.principal?.accountId ?? '';
      const found = resourcesOf(record, form.event.prefix, accountId);
      for (const [index, arn] of found.entries()) {
        let resource = resources.get(arn);
        if (resource === undefined) {
          resource = resources.size;
          resources.set(arn, resource);
        }
        memory.write(numbers + 4 * index, resource);
      }
      return found.length;
    },
  };

  const traitsOf = (eventSource: string, eventName: string, prefix: string): number => {
    const source = eventSource.toLowerCase();
    const assumes = isAssuming(source, eventName);
    const inFull = !assumes && mayTellOfRoles(source, eventName);
    const byValues = isDecidedByValues(eventName);
    // What an event says of itself lies in a field that the kernel does not look at.
    const byDetails = byValues && (assumes || namesOf(eventName).some(isClientConnection));
    return (
      (assumes ? EVENT_TRAITS.assumes : 0) |
      (inFull ? EVENT_TRAITS.inFull : 0) |
      (byDetails ? EVENT_TRAITS.byDetails : byValues ? EVENT_TRAITS.byValues : 0) |
      (passesNoRole(eventName, prefix) ? EVENT_TRAITS.passesNone : 0)
    );
  };

  return {
    imports,
    principalOf: (caller) => callers[caller]?.principal,
    assumerOf: (caller) => callers[caller]?.by ?? '',
    proofOf: (proof) => proofs[proof],
    resources: () => [...resources.keys()],
    beginBatch() {
      resources = new Map();
    },
  };
}

/** Whether an event with a valid `roleArn` is a role assumption. */
function isAssuming(eventSource: string, eventName: string): boolean {
  const userIdentity = { type: 'AWSService' };
  const requestParameters = { roleArn: SOME_ROLE };
  const record = { eventId: '', at: 0, region: '', resources: [], userIdentity, requestParameters };
  return roleAssumedIn({ ...record, eventSource, eventName }) !== undefined;
}

/** Whether an event passes no role whatever its parameters: not even when they are left out, and may be anything. */
function passesNoRole(eventName: string, prefix: string): boolean {
  return namesOf(eventName).every((name) => !mayPassRoles(prefix, name));
}

/** The name as it stands, and without the version of the API. */
function namesOf(eventName: string): readonly string[] {
  return [eventName, withoutApiVersion(eventName) ?? eventName];
}

/** Interns lists: equal ones have the same number, from 0. */
function createNumbers(): { of(list: readonly unknown[]): number } {
  const numbers = new Map<string, number>();
  return {
    of(list) {
      const key = JSON.stringify(list);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    },
  };
}
