import { afterAll, describe, expect, test, vi } from 'vitest';
import { HOUR_MS } from '../../src/base/time.ts';
import type { OrganizationSummary } from '../../src/organization/organization-summary.ts';
import type { CallRecord } from '../../src/sandbox/answer-call.ts';
import { addTaskDefinition } from '../../src/sandbox/build-account.ts';
import {
  generousFamily,
  MEMBER_ROLE,
  memberAccount,
  orderlyFamily,
} from '../../src/sandbox/organization/member-account.ts';
import {
  hubFunctions,
  machineWorld,
  organizationOf,
  STATE_MACHINE,
  storedSummary,
} from '../support/organization-world.ts';
import { Killed, runStateMachine } from '../support/run-state-machine.ts';

const [PAYMENTS, SEARCH, ROLELESS] = ['610047512938', '623390814572', '667734850129'] as const;
const REGION = ['us-east-1'];

/** Two accounts, of which one names a role of the other, and one that cannot be opened. */
async function world() {
  const payments = memberAccount(PAYMENTS, Date.now(), [generousFamily('payouts')], REGION);
  const search = memberAccount(SEARCH, Date.now(), [orderlyFamily('indexer', SEARCH)], REGION);
  const roleless = memberAccount(ROLELESS, Date.now(), [], REGION);
  addTaskDefinition(payments, { family: 'borrower', taskRoleArn: `arn:aws:iam::${SEARCH}:role/indexer-task` });
  let called: (call: CallRecord) => void = () => undefined;
  const { sandbox, organization } = await organizationOf([payments, search, roleless], {
    now: () => Date.now(),
    onCall: (call) => called(call),
  });
  roleless.roles.splice(0, roleless.roles.length, ...roleless.roles.filter(({ name }) => name !== MEMBER_ROLE));
  const functions = hubFunctions(sandbox, { AUDITOR_SOURCES: 'none' });
  let killed = false;

  const its = machineWorld(sandbox, functions);

  async function invoke(name: string, payload: unknown): Promise<unknown> {
    if (killed) throw new Killed();
    try {
      const answer = await its.invoke(name, payload);
      if (!killed) return answer;
    } catch (error) {
      if (!killed) throw error;
    }
    // Whatever it came to, nobody learned of it.
    throw new Killed();
  }

  return {
    sandbox,
    /** Runs the state machine; with the given call everything dies: it is done, and nothing after it. */
    async execute(name: string, at = Number.POSITIVE_INFINITY) {
      const calls: string[] = [];
      killed = false;
      called = ({ service, operation }) => {
        calls.push(`${service} ${operation}`);
        if (calls.length !== at) return;
        killed = true;
        sandbox.injectFault({ kind: 'accessDenied' });
      };
      const wait = (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000);
      await runStateMachine(STATE_MACHINE, { ...its, invoke, wait }, name).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      sandbox.clearFaults();
      called = () => undefined;
      return { calls };
    },
    findings: () =>
      organization.members.map(({ account: { accountId: id }, services }) => ({
        id,
        findings: [...services.findings.values()]
          .flatMap((held) => [...held.values()])
          .map(({ Id, Title, Description, RecordState, Severity, Workflow }) => ({
            ...{ Id, Title, Description, RecordState, Severity, Workflow },
          })),
      })),
  };
}

/** What a run came to, but for when, and for which of it an earlier run did. */
function comparable({ accounts, ...summary }: OrganizationSummary) {
  const { changes: _, run: __, startedAt: ___, finishedAt: ____, ...rest } = summary;
  return {
    ...rest,
    accounts: accounts.map(({ totals, ...outcome }) => {
      const { opened: _o, reopened: _r, report: _p, incomplete: _i, owners: _n, ...numbers } = totals ?? {};
      return { ...outcome, numbers };
    }),
  };
}

/** What owners of roles are told, account by account. */
const newsIn = ({ sandbox }: World, run: string) =>
  storedSummary(sandbox, run).accounts.map(({ totals }) => totals?.owners ?? []);

type World = Awaited<ReturnType<typeof world>>;

const look = (one: World, run: string) => ({
  summary: comparable(storedSummary(one.sandbox, run)),
  findings: one.findings(),
});

/** Of each message whether it says that there may have been another. */
const messages = ({ sandbox }: World): readonly boolean[] =>
  sandbox.state.slackMessages.map(({ blocks }) => JSON.stringify(blocks).includes('You may have had this message'));

const WRITES = /^(s3 PutObject|securityhub Batch|slack )/;

vi.useFakeTimers({ toFake: ['Date'] });
const undisturbed = await world();
const { calls } = await undisturbed.execute('night');
const expected = look(undisturbed, 'night');
const news = newsIn(undisturbed, 'night');
await undisturbed.sandbox.close();
const FIRST_AUDIT = calls.indexOf('sts AssumeRole');
const LAST_AUDIT = calls.lastIndexOf('sts AssumeRole');
/** Before the first call, and after each that leaves something behind, which is before the next. */
const places = calls.flatMap((call, index) => (index === 0 || WRITES.test(call) ? [[index + 1, call] as const] : []));

describe('a run over an organization', () => {
  afterAll(() => void vi.useRealTimers());

  test('comes to something, undisturbed', () => {
    expect(expected.summary.standings).toEqual({ audited: 2, partly: 0, notAudited: 1, skipped: 1 });
    expect(messages(undisturbed)).toEqual([false]);
    expect(places.length).toBeGreaterThan(30);
    expect(places.at(-1)?.[0]).toBe(calls.length);
    expect(news.flat().length).toBeGreaterThan(0);
    const [payments] = expected.findings.filter(({ id }) => id === PAYMENTS);
    // The audit of one account asked the other for the role that is named.
    expect(JSON.stringify(payments)).toContain(`does not let in principals of account ${PAYMENTS}`);
  });

  describe.each(places)('that is killed at call %i, %s,', (place, call) => {
    test('comes to the same when it is taken up again', { timeout: 120_000 }, async () => {
      const one = await world();
      await one.execute('night', place);
      const told = messages(one);
      await one.execute('night');
      expect(look(one, 'night')).toEqual(expected);
      expect(newsIn(one, 'night')).toEqual(news);
      expect([...told, ...messages(one).slice(told.length)].filter((again) => !again).length).toBeLessThan(2);
      expect(messages(one).length).toBeGreaterThan(0);
      await one.sandbox.close();
    });

    // What an audit leaves behind when it dies, and the next makes of it, is the same for an account by itself.
    const ofRun = place < FIRST_AUDIT || place > LAST_AUDIT || call.startsWith('securityhub');
    if (!ofRun) return;
    test('leaves to the next night what it would find anyway', { timeout: 120_000 }, async () => {
      const one = await world();
      await one.execute('night', place);
      const told = messages(one).length;
      vi.setSystemTime(Date.now() + 24 * HOUR_MS);
      await one.execute('next');
      expect(look(one, 'next')).toEqual(expected);
      // With its last call the first night had told it.
      expect(newsIn(one, 'next')).toEqual(place < calls.length ? news : news.map(() => []));
      expect(messages(one).slice(told)).toEqual([false]);
      await one.sandbox.close();
    });
  });
});
