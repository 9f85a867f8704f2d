import { dayPath, toIso } from '../base/time.ts';

/** `2026/11/22/audit-123456789012-030000Z.json.gz`, at the end of a path or key. */
const KEY = /(?:^|\/)\d{4}\/\d{2}\/\d{2}\/audit-(\d{12})-\d{6}Z\.json\.gz$/;

/** The name of a run's report without its ending, `2026/11/22/audit-123456789012-030000Z`: by day, so that a person finds last night's. */
export function reportKey({
  startedAt,
  accountId,
}: {
  readonly startedAt: number;
  readonly accountId: string;
}): string {
  const [, time = ''] = toIso(startedAt).split('T');
  return `${dayPath(startedAt)}/audit-${accountId}-${time.replaceAll(':', '')}`;
}

/** The newest of stored reports among keys or paths below one prefix; of one account, if asked. `undefined` where there is none. */
export function newestReport(keys: Iterable<string>, accountId?: string): string | undefined {
  let newest: string | undefined;
  let at = '';
  for (const key of keys) {
    const [tail, account] = KEY.exec(key) ?? [];
    if (tail === undefined || (accountId !== undefined && account !== accountId)) continue;
    // The day comes before the account in the name, and the time after it.
    const moment = tail.replace(/audit-\d{12}-/, '').replace(/^\//, '');
    if (moment <= at) continue;
    [newest, at] = [key, moment];
  }
  return newest;
}

/** What `audit --format json --out DIR`, and `demo --out DIR`, call the document that they write. */
const WRITTEN = /^(?:audit\.json|report-audit-(\d{12})-\d{6}Z\.json\.gz)$/;

/** The documents among the files of one directory that commands wrote there; of one account, where names tell it. */
export function writtenReports(names: Iterable<string>, accountId?: string): readonly string[] {
  return [...names].filter((name) => {
    const [found, account] = WRITTEN.exec(name) ?? [];
    return found !== undefined && (accountId === undefined || account === undefined || account === accountId);
  });
}
