import type { EpochMs } from '../../base/time.ts';
import {
  NOTHING_TOLD,
  type NotificationState,
  type SentMessage,
  type ToldFinding,
} from '../../ledger/notification-state.ts';
import type { AuditResult } from '../audit-result.ts';
import { openFindings, suppressedFindings } from '../open-findings.ts';
import { type LastNotification, perhapsGone } from './last-notification.ts';

/** What a message about this result tells that was not known to be told. Findings that a narrower run did not look at are left out. */
export function messageAbout(result: AuditResult, last: LastNotification, sent: EpochMs): SentMessage {
  const { told, unclear, elsewhere } = last;
  const { lifecycle } = result;
  const back = perhapsGone(last);
  const unseen: ReadonlySet<string> = new Set(lifecycle.unconfirmed);
  const settled: ReadonlySet<string> = new Set([
    ...suppressedFindings(result).map(({ id }) => id),
    ...lifecycle.resolved,
  ]);
  const open = new Map<string, string>(openFindings(result).map(({ id, severity }) => [id, severity]));
  const perhaps = [...unclear.values()].flatMap(({ findings }) => [...findings.keys()]);
  const gone = new Set([...told.keys(), ...perhaps].filter((id) => !open.has(id))).values();
  const changed = [
    ...[...open].filter(([id, severity]) => told.get(id)?.severity !== severity || back.has(id)),
    ...gone
      .filter((id) => settled.has(id) || (lifecycle.knownComplete && !unseen.has(id)))
      .map((id): [string, string] => [id, '']),
  ];
  return {
    at: result.startedAt,
    sent,
    status: 'sending',
    findings: new Map(changed.filter(([id]) => !elsewhere.has(id))),
  };
}

/** What is stored of a message before it is sent. */
export function messageBegun(runId: string, message: SentMessage): NotificationState {
  return { ...NOTHING_TOLD, messages: new Map([[runId, message]]) };
}

/**
 * What is stored of a message once it is known what came of it. One that was delivered makes up for those before it of which that is
 * not known, as far as it looked at what they told. What may have been told a second time, and nothing else since, is not told a third
 * time: it counts as told.
 */
export function messageEnded(
  runId: string,
  message: SentMessage,
  outcome: 'delivered' | 'refused' | 'unclear',
  { unclear, caveats }: Pick<LastNotification, 'unclear' | 'caveats'>,
  saidCaveats: readonly string[] = [],
): NotificationState {
  const { at, findings } = message;
  if (outcome === 'refused') return messageBegun(runId, { ...message, status: 'refused', findings: new Map() });
  // Of two that told of a finding, the later one.
  const before = new Map([...unclear.values()].flatMap((earlier) => [...earlier.findings]));
  const isTold = ([id, severity]: readonly [string, string]): boolean =>
    outcome === 'delivered' || before.get(id) === severity;
  const told = new Map(
    [...findings].filter(isTold).map(([id, severity]): [string, ToldFinding] => [id, { at, severity }]),
  );
  const rest = new Map([...findings].filter((each) => !isTold(each)));
  // That a finding is gone stays in doubt until it is known that its readers were told otherwise.
  const isSettled = ([id, severity]: readonly [string, string]): boolean =>
    findings.has(id) && (severity !== '' || told.has(id) || findings.get(id) === '');
  const status = outcome === 'delivered' ? 'settled' : 'unclear';
  const madeGood = [...unclear].map(([id, earlier]): [string, SentMessage] => [
    id,
    { ...earlier, status: 'settled', findings: new Map([...earlier.findings].filter((each) => !isSettled(each))) },
  ]);
  return {
    ...NOTHING_TOLD,
    at: outcome === 'delivered' ? at : 0,
    told,
    messages: new Map([...madeGood, [runId, { ...message, status, findings: rest }]]),
    // Those of before keep their time, so that one that lasts is told again after a while.
    caveats: new Map(
      outcome === 'delivered' ? saidCaveats.filter((key) => !caveats.has(key)).map((key) => [key, at] as const) : [],
    ),
  };
}
