import { gunzipSync, gzipSync } from 'node:zlib';
import { mapValues } from '../../src/base/join.ts';
import { DAY_MS } from '../../src/base/time.ts';
import { decodeDocument, encodeDocument } from '../../src/ledger/document-form.ts';
import { EVIDENCE_FORM } from '../../src/ledger/ledger-form.ts';
import type { AuditResult } from '../../src/report/audit-result.ts';
import { addEvent } from '../../src/sandbox/add-event.ts';
import type { SandboxState, StoredObject } from '../../src/sandbox/sandbox-state.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { auditSandbox, type SandboxRun } from '../support/audit-sandbox.ts';
import { type SmallAccount, smallAccount } from '../support/small-account.ts';

/** The night of the first run. */
export const NOW = Date.UTC(2026, 10, 22, 3);
/** A night on which the event history no longer holds what the first run saw first. */
export const LATER = NOW + 20 * DAY_MS;

const ANCHOR = '/ecs-role-auditor/ledger';
export const ANCHOR_KEY = `us-east-1 ${ANCHOR}`;
const KEY = 'arn:aws:kms:us-east-1:418295736412:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** A look-back that is longer than the event history, so that the ledger alone knows what was used before. */
export const LONG = { AUDITOR_LOOKBACK: '200d' };
/** The same with a signed ledger. */
export const SIGNED = { ...LONG, AUDITOR_LEDGER_KEY: KEY, AUDITOR_LEDGER_ANCHOR: ANCHOR };

/** The small account with a key, and one use of an action that is granted, 85 days before the first night. */
export function accountWithKey(): SmallAccount {
  const small = smallAccount(NOW);
  small.account.hmacKeys.push({ arn: KEY });
  const call = { eventSource: 'sqs.amazonaws.com', eventName: 'CreateQueue', at: NOW - 85 * DAY_MS };
  addEvent(small.account, { ...call, role: small.taskRole });
  return small;
}

/** The action that only the ledger knows on `LATER`. */
export const FORGETTABLE = 'shop-task-role sqs:CreateQueue';

/** What outlasts a night. */
export type Kept = Pick<SandboxState, 'objects' | 'parameters' | 'findings'>;

/** What a sandbox holds, so that nothing done to it afterwards shows. */
export function keptIn({ state }: Sandbox): Kept {
  return { objects: new Map(state.objects), parameters: new Map(state.parameters), findings: new Map(state.findings) };
}

/** Those that were started, for whoever closes them. */
export const SANDBOXES: Sandbox[] = [];

/** The account on a night, with what nights before left. */
export async function nightAt(
  now: number,
  small: SmallAccount,
  before?: Kept,
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const sandbox = await startSandbox({ account: { ...small.account, now }, limits: false, ...options });
  SANDBOXES.push(sandbox);
  for (const [key, object] of before?.objects ?? []) sandbox.state.objects.set(key, object);
  for (const [name, parameter] of before?.parameters ?? []) sandbox.state.parameters.set(name, parameter);
  for (const [region, findings] of before?.findings ?? []) sandbox.state.findings.set(region, new Map(findings));
  return sandbox;
}

/** One audit of a night, and what it leaves. */
export async function auditNight(
  now: number,
  small: SmallAccount,
  before?: Kept,
  run: SandboxRun = {},
): Promise<{ readonly result: AuditResult; readonly kept: Kept; readonly sandbox: Sandbox }> {
  const sandbox = await nightAt(now, small, before);
  const result = await auditSandbox(sandbox, { ...run, settings: { ...SIGNED, ...run.settings } });
  return { result, kept: keptIn(sandbox), sandbox };
}

/** What runs keep of themselves: it differs from run to run, and is kept even where the ledger cannot be. */
const OF_RUNS = /\/(runs|notifications)\.json\.gz$/;

/** The ledger's documents, by `bucket/key`, but for what runs keep of themselves. */
export function documentsIn({ objects }: Pick<Kept, 'objects'>): readonly (readonly [string, StoredObject])[] {
  return [...objects].filter(([key]) => key.includes('/ledger/') && !OF_RUNS.test(key)).sort();
}

/** What was lost, but for runs before it that were stopped. */
export function lostIn({ incomplete, neverEnded }: AuditResult): AuditResult['incomplete'] {
  return incomplete.filter((each) => neverEnded?.includes(each) !== true);
}

/** The object under a key whose name has this in it. */
export function documentNamed(kept: Pick<Kept, 'objects'>, part: string): readonly [string, StoredObject] {
  const found = documentsIn(kept).find(([key]) => key.includes(part));
  if (found === undefined) throw new Error(`Nothing of the ledger is named like ${part}`);
  return found;
}

/** As somebody writes it who is not this program: S3 has a checksum of these very bytes. */
export function put({ objects }: Pick<Kept, 'objects'>, key: string, body: Buffer): void {
  objects.set(key, { body, etag: `"${body.length}-of-somebody-else"`, lastModified: NOW, headers: {} });
}

/** The text of a document, signed or not. */
export function textOf({ body }: StoredObject): string {
  return gunzipSync(bytesOf(body)).toString('utf8');
}

/** What is behind the signature, if there is one. */
export function bytesOf(body: Buffer): Buffer {
  return body[0] === 0x1f ? body : body.subarray(body.indexOf('\n') + 1);
}

/** Takes what roles did out of every document that tells of it, and leaves all else, the signatures too, as they are. */
export function forgetCalls(kept: Pick<Kept, 'objects'>, eventName: string): void {
  for (const [key, object] of documentsIn(kept)) {
    if (!key.includes('/evidence/')) continue;
    const account = /\/ledger\/(\d+)\//.exec(key)?.[1] ?? '';
    const decoded = decodeDocument(EVIDENCE_FORM, account, textOf(object));
    if (!('ok' in decoded) || !decoded.ok) throw new Error(`No evidence in ${key}: ${JSON.stringify(decoded)}`);
    const roles = mapValues(decoded.value.roles, (role) => ({
      ...role,
      calls: mapValues(role.calls, (variants) =>
        mapValues(variants, (activity) => (activity.call.eventName === eventName ? undefined : activity)),
      ),
    }));
    const text = encodeDocument(EVIDENCE_FORM, account, { ...decoded.value, roles });
    if (text === textOf(object)) continue;
    const header = object.body[0] === 0x1f ? Buffer.alloc(0) : object.body.subarray(0, object.body.indexOf('\n') + 1);
    put(kept, key, Buffer.concat([header, gzipSync(text)]));
  }
}
