import { clip, counted } from '../../base/format.ts';
import { stripControlCharacters } from '../../base/strip-control-characters.ts';
import { DAY_MS, day, type EpochMs } from '../../base/time.ts';
import type { Action } from '../../iam/action.ts';
import { actionMatches } from '../../iam/pattern.ts';
import type { Role } from '../../iam/role.ts';
import type { Acceptance, Finding, Severity } from '../finding.ts';
import { compareSeverity } from '../severity.ts';
import type { Exception, ExceptionNotes, IgnoredTag } from './exception.ts';
import { indexExceptions } from './exception-index.ts';
import { TAGS_ACCEPT } from './tagged-exceptions.ts';

/** Milliseconds before its end from which an exception is reported as ending. */
export const ENDING_SOON = 14 * DAY_MS;

/** Longest reason repeated in a description, so that it cannot push the finding's own words out. */
const LONGEST_REASON = 200;

/** Input of `acceptFindings`. */
export interface AcceptInput {
  readonly exceptions: readonly Exception[];
  readonly now: EpochMs;
  /** True when every role that any task definition names was looked at: only then can an exception be called idle. */
  readonly wholeLook: boolean;
  /** Roles and rules for which evidence lacked: an exception for them may still be needed, so it is not called idle. */
  readonly inDoubt: readonly { readonly roleArn: string; readonly rule: string }[];
  /** The highest severity that a role's tag can accept. */
  readonly tagsAccept?: Severity;
  /** The key of a tag that would accept findings of a role; undefined where no tag of it has a say. None where absent. */
  readonly tagFor?: (role: Role) => string | undefined;
  /** The finding as its rule would state it without some actions, where it can be stated so; see `findingWithout`. */
  readonly without?: (finding: Finding, actions: ReadonlySet<Action>) => Finding | undefined;
}

/** The findings as exceptions leave them: as many, in the same order. `ignored` has tags that are graver findings' only. */
export interface Accepted extends ExceptionNotes {
  readonly findings: readonly Finding[];
}

/**
 * Marks what exceptions accept. A finding all of which is accepted is `suppressed`; of one that is accepted in part the other
 * actions stay open. What expired accepts nothing, and open findings say so. Verdicts do not change.
 */
export function acceptFindings(findings: readonly Finding[], input: AcceptInput): Accepted {
  const covering = indexExceptions(input.exceptions);
  const met = new Set<Exception>();
  const expired = new Set<Exception>();
  const ending = new Set<Exception>();
  const ignored: IgnoredTag[] = [];
  const escalating = new Set(findings.filter(({ rule }) => ESCALATING.has(rule)).map(({ roleArn }) => roleArn));
  const accepted = findings.map((finding) => {
    const why = whyNoTag(finding, escalating, input);
    const [heard, unheard] = divided(covering(finding.roleArn, finding.rule), why);
    for (const exception of unheard) met.add(exception);
    ignored.push(...unheard.flatMap((exception) => ignoredTag(exception, finding, why, input)));
    const outcome = weigh(finding, heard, input);
    for (const exception of outcome.met) met.add(exception);
    for (const exception of outcome.ranOut) expired.add(exception);
    for (const exception of outcome.inForce) if (exception.until - input.now <= ENDING_SOON) ending.add(exception);
    return withTag(outcome.finding, why, input);
  });
  const needed = new Set([...met, ...input.inDoubt.flatMap(({ roleArn, rule }) => covering(roleArn, rule))]);
  return {
    findings: accepted,
    expired: [...expired],
    ending: [...ending],
    ignored,
    idle: input.wholeLook ? input.exceptions.filter((exception) => !needed.has(exception)) : [],
  };
}

/** An open finding, with the tag that would accept it. */
function withTag(finding: Finding, whyNoTag: string | undefined, { tagFor }: AcceptInput): Finding {
  if (finding.status !== 'open' || whyNoTag !== undefined || finding.role === undefined) return finding;
  const acceptTag = tagFor?.(finding.role);
  return acceptTag === undefined ? finding : { ...finding, acceptTag };
}

/** Rules whose findings show that what runs with the role can come to write its tags, whatever it is granted today. */
const ESCALATING: ReadonlySet<string> = new Set(['administrator-access', 'privilege-escalation']);

/** Why no tag of its role accepts a finding; `undefined` where one may. */
function whyNoTag(
  { roleArn, severity }: Finding,
  escalating: ReadonlySet<string>,
  { tagsAccept = TAGS_ACCEPT }: AcceptInput,
): string | undefined {
  if (escalating.has(roleArn)) {
    return 'the role can give itself further permissions, so that what runs with it could write such a tag; the configuration file can';
  }
  if (compareSeverity(severity, tagsAccept) >= 0) return undefined;
  return `it is ${severity}, and tags accept at most ${tagsAccept}; the configuration file can`;
}

/** Exceptions that may accept a finding, and tags that may not. */
function divided(
  covering: readonly Exception[],
  whyNoTag: string | undefined,
): readonly [heard: readonly Exception[], unheard: readonly Exception[]] {
  if (whyNoTag === undefined) return [covering, []];
  return [covering.filter(({ tag }) => tag === undefined), covering.filter(({ tag }) => tag !== undefined)];
}

/** The ignored tag for a finding that the tag names but may not accept. */
function ignoredTag(
  exception: Exception,
  finding: Finding,
  problem: string | undefined,
  input: AcceptInput,
): readonly IgnoredTag[] {
  const { tag, until, actions } = exception;
  if (tag === undefined || problem === undefined || until <= input.now) return [];
  if (actions !== undefined && reached(exception, finding).length === 0) return [];
  const { roleArn, rule } = finding;
  return [{ roleArn, rule, tag, problem }];
}

interface Outcome {
  readonly finding: Finding;
  /** Exceptions that match something of the finding, expired ones too. */
  readonly met: readonly Exception[];
  /** Expired exceptions whose actions no other exception accepts. */
  readonly ranOut: readonly Exception[];
  /** Exceptions in force that accept something; of several for the same, the one that ends last. */
  readonly inForce: readonly Exception[];
}

function weigh(finding: Finding, covering: readonly Exception[], { now, without }: AcceptInput): Outcome {
  const met = covering.filter((exception) => exception.actions === undefined || reached(exception, finding).length > 0);
  const holding = met.filter((exception) => exception.until > now);
  const whole = longest(holding.filter((exception) => exception.actions === undefined));
  if (whole !== undefined) return { finding: suppressed(finding, [whole]), met, ranOut: [], inForce: [whole] };

  const byAction = new Map<Action, Exception>();
  for (const action of finding.actions) {
    const exception = longest(
      holding.filter(({ actions = [] }) => actions.some((pattern) => actionMatches(pattern, action))),
    );
    if (exception !== undefined) byAction.set(action, exception);
  }
  const inForce = [...new Set(byAction.values())];
  const left = finding.actions.filter((action) => !byAction.has(action));
  if (inForce.length > 0 && left.length === 0)
    return { finding: suppressed(finding, inForce), met, ranOut: [], inForce };

  const ranOut = met.filter(
    (exception) =>
      exception.until <= now && (exception.actions === undefined || reached(exception, { actions: left }).length > 0),
  );
  const sentences = [...ranOut.map(ranOutSentence), ...(inForce.length > 0 ? [partlySentence(byAction, inForce)] : [])];
  if (inForce.length === 0) return { finding: prefaced(finding, sentences), met, ranOut, inForce };
  const acceptedActions = [...byAction.keys()];
  const rest = without?.(finding, new Set(acceptedActions)) ?? { ...finding, actions: left };
  return { finding: { ...prefaced(rest, sentences), acceptedActions }, met, ranOut, inForce };
}

/** The actions of a finding that an exception by actions is about. */
function reached({ actions = [] }: Exception, finding: Pick<Finding, 'actions'>): readonly Action[] {
  return finding.actions.filter((action) => actions.some((pattern) => actionMatches(pattern, action)));
}

function longest(exceptions: readonly Exception[]): Exception | undefined {
  return exceptions.reduce<Exception | undefined>(
    (best, each) => (best === undefined || each.until > best.until ? each : best),
    undefined,
  );
}

/** A finding that needs several exceptions is accepted until the first of them ends. */
function suppressed(finding: Finding, by: readonly Exception[]): Finding {
  const acceptance: Acceptance = {
    reason: [...new Set(by.map(({ reason }) => reason))].join('; '),
    until: Math.min(...by.map(({ until }) => until)),
    writtenIn: by.map(({ writtenIn }) => writtenIn).join(' and '),
  };
  return { ...finding, status: 'suppressed', acceptance };
}

function ranOutSentence({ until, reason }: Exception): string {
  return `The exception for it expired on ${day(until)}. Its reason was: ${reasonText([reason])}.`;
}

function partlySentence(byAction: ReadonlyMap<Action, Exception>, by: readonly Exception[]): string {
  const until = Math.min(...by.map((exception) => exception.until));
  const reason = reasonText(by.map((exception) => exception.reason));
  const what = counted(byAction.size, 'further action');
  return `${what} ${byAction.size === 1 ? 'is' : 'are'} accepted until ${day(until)}: ${reason}.`;
}

/** Reasons without their final full stop, for use within a sentence. */
function reasonText(reasons: readonly string[]): string {
  return clip(stripControlCharacters(reasons.join('; ')), LONGEST_REASON).replace(/[.\s]+$/, '');
}

/** Puts the sentences at the start of the description, because its end may be cut off. */
function prefaced(finding: Finding, sentences: readonly string[]): Finding {
  if (sentences.length === 0) return finding;
  const preface = sentences.join(' ');
  return {
    ...finding,
    description: clip(`${preface} ${finding.description}`, 1024),
    ...(finding.lasting !== undefined && { lasting: `${preface} ${finding.lasting}` }),
  };
}
