import { clip } from '../base/format.ts';
import type { Action } from '../iam/action.ts';
import type { Finding } from './finding.ts';
import type { FindingId } from './finding-id.ts';
import type { RuleId } from './rules.ts';
import { compareSeverity, worstSeverity } from './severity.ts';

/** A finding that the change of another one mends, and that is told within that one. */
export interface PartFinding extends Finding {
  /** The finding that tells it. */
  readonly partOf: FindingId;
}

/** Findings of which each asks for a change of its own, and those that are told within them. */
export interface FoldedFindings {
  readonly findings: readonly Finding[];
  readonly parts: readonly PartFinding[];
}

/** What a rule says of a role that is no longer granted some of its actions; undefined where that is nothing. */
export type FindingAfter = (finding: Finding, without: ReadonlySet<Action>) => Finding | undefined;

type Mended = 'whole' | 'byActions';

/**
 * What the right-sized policy of a role mends beside its unused permissions. `whole`: it names the actions and resources that are needed,
 * so that nothing of the finding is left. `byActions`: as far as the finding is about what it takes away.
 */
const MENDED: Readonly<Partial<Record<RuleId, Mended>>> = {
  'unused-service': 'whole',
  'broad-managed-policy': 'whole',
  'wildcard-service': 'whole',
  'secrets-beyond-declared': 'whole',
  'wildcard-resource': 'byActions',
  'privilege-escalation': 'byActions',
  'infrastructure-permissions-on-task-role': 'byActions',
};

const MAIN: RuleId = 'unused-permissions';
const MOVED: RuleId = 'application-permissions-on-execution-role';

/** True for rules whose findings may be told within the finding about unused permissions of the role. */
function mayBePart(rule: string): boolean {
  return rule === MOVED || rule in MENDED;
}

/** The id of the finding about unused permissions of the role that a finding is about. */
export function mainIdOf({ id, rule }: Pick<Finding, 'id' | 'rule'>): FindingId {
  return `${id.slice(0, -rule.length)}${MAIN}` as FindingId;
}

/**
 * One change, one finding: tells within the finding about a role's unused permissions what the same change mends, with its severity.
 * Where an execution role carries what its applications lack, moving that is the change, and unused permissions are told within it.
 * What is accepted is left as it is, and nothing is told within it.
 */
export function foldFindings(findings: readonly Finding[], after: FindingAfter): FoldedFindings {
  const kept: Finding[] = [];
  const parts: PartFinding[] = [];
  for (const ofRole of Map.groupBy(findings, ({ roleArn }) => roleArn).values()) {
    const folded = foldRole(ofRole, after);
    kept.push(...related(folded.findings));
    parts.push(...folded.parts);
  }
  return { findings: kept, parts };
}

/**
 * What is told within a finding that was open and that this run cannot decide: it still is, and opens no finding of its own for one
 * night.
 *
 * @param isUndecided whether the run could not decide a finding that was open before
 * @param wasOpen whether a finding was open before
 */
export function holdBackParts(
  { findings, parts }: FoldedFindings,
  isUndecided: (id: FindingId) => boolean,
  wasOpen: (id: FindingId) => boolean,
): FoldedFindings {
  const held = findings.filter(
    (finding) => mayBePart(finding.rule) && isUndecided(mainIdOf(finding)) && !wasOpen(finding.id),
  );
  const ids: ReadonlySet<FindingId> = new Set(held.map(({ id }) => id));
  return {
    findings: findings.filter(({ id }) => !ids.has(id)),
    parts: [...parts, ...held.map((finding) => ({ ...finding, partOf: mainIdOf(finding) }))],
  };
}

function foldRole(findings: readonly Finding[], after: FindingAfter): FoldedFindings {
  const open = findings.filter(({ status }) => status === 'open');
  const unused = open.find(({ rule }) => rule === MAIN);
  if (unused === undefined) return { findings, parts: [] };
  const moved = open.find(({ rule }) => rule === MOVED);
  const isMove = moved !== undefined && isLacking(moved) && isWithin(unused.actions, moved.actions);
  const main = isMove ? moved : unused;
  const taken: ReadonlySet<Action> = new Set(main.actions);

  const others: Finding[] = [];
  const parts: PartFinding[] = [];
  for (const finding of findings) {
    if (finding === main) continue;
    const rest = restOf(finding, { main, taken, after });
    if (rest !== undefined) others.push(rest);
    if (rest !== finding) parts.push({ ...finding, partOf: main.id });
  }
  return { findings: [withParts(main, parts), ...others], parts };
}

interface Change {
  readonly main: Finding;
  /** What the change takes away from the role. */
  readonly taken: ReadonlySet<Action>;
  readonly after: FindingAfter;
}

/** What is left of a finding after the change of the main one: itself, a narrower one, or nothing. */
function restOf(finding: Finding, { main, taken, after }: Change): Finding | undefined {
  // What people accepted of it is theirs to see there.
  if (finding.status !== 'open' || finding.acceptedActions !== undefined) return finding;
  if (finding.rule === MAIN) return undefined;
  if (finding.rule === MOVED) return !isLacking(finding) && isWithin(finding.actions, [...taken]) ? undefined : finding;
  const mended = MENDED[finding.rule as RuleId];
  if (mended === undefined) return finding;
  if (mended === 'whole') return touches(finding, main) ? undefined : finding;
  const rest = after(finding, taken);
  if (rest === undefined) return undefined;
  return rest.actions.length < finding.actions.length ? { ...rest, ...ownerOf(finding) } : finding;
}

/** Whether an application lacks what its execution role carries: then removing it mends nothing. */
function isLacking({ evidence }: Finding): boolean {
  return evidence['familiesWithoutTaskRole'] !== undefined || evidence['refusedToTaskRole'] !== undefined;
}

/** Whether the change is about the policies or services that the finding names; one that names neither is of the role as a whole. */
function touches(finding: Finding, main: Finding): boolean {
  const services = finding.evidence['services']?.split(' ');
  if (services === undefined || services.includes('*')) return true;
  return main.actions.some((action) => services.includes(action.slice(0, action.indexOf(':'))));
}

function isWithin(actions: readonly Action[], others: readonly Action[]): boolean {
  return new Set(actions).isSubsetOf(new Set(others));
}

function ownerOf({ owner }: Finding): Pick<Finding, 'owner'> {
  return owner === undefined ? {} : { owner };
}

const LONGEST_DESCRIPTION = 1024;
/** Of the description's characters, as many as what the change mends may take. */
const LONGEST_MENDED = 480;

function withParts(main: Finding, parts: readonly PartFinding[]): Finding {
  if (parts.length === 0) return main;
  const inOrder = parts.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  const mended = clip(
    `The same change mends: ${inOrder.map(({ severity, title }) => `${title} (${severity})`).join('; ')}.`,
    LONGEST_MENDED,
  );
  const [worst] = inOrder;
  const graver = worst !== undefined && compareSeverity(worst.severity, main.severity) < 0 ? worst : undefined;
  const reason = [main.reason ?? main.title, ...(graver === undefined ? [] : [graver.reason ?? graver.title])].join(
    '; ',
  );
  return {
    ...main,
    severity: worstSeverity([main, ...parts].map(({ severity }) => severity)),
    description: `${withinRoom(main, LONGEST_DESCRIPTION - 1 - mended.length)} ${mended}`,
    ...(main.lasting !== undefined && { lasting: `${main.lasting} ${mended}` }),
    reason: clip(reason, 256),
    evidence: { ...main.evidence, mends: inOrder.map(({ rule }) => rule).join(' ') },
  };
}

/** The end of a description that says which window was watched is kept where it is no longer. */
const LONGEST_END = 100;

/** A finding's description in so many characters: what is cut is its middle, so that the window at its end is left. */
function withinRoom({ description, lasting = description }: Finding, room: number): string {
  const end = description.startsWith(lasting) ? description.slice(lasting.length) : '';
  if (end.length > LONGEST_END) return clip(description, room);
  return `${clip(lasting, room - end.length)}${end}`;
}

/** Security Hub shows as many. */
const MOST_RELATED = 10;

/** Findings of one role, each with the others beside it. */
function related(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  return findings.map((finding) => ({
    ...finding,
    related: findings.flatMap(({ id }) => (id === finding.id ? [] : [id])).slice(0, MOST_RELATED),
  }));
}
