import { gunzipSync } from 'node:zlib';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { listed } from '../base/format.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import { policyObject } from '../iam/policy-object.ts';
import type { AuditDocument, DocumentFinding, DocumentRole } from '../report/json/audit-document-form.ts';
import type { Styler } from '../report/text/styler.ts';
import { VERDICTS } from '../rightsize/verdict.ts';
import type { SandboxAccount } from '../sandbox/sandbox-account.ts';
import type { SandboxState } from '../sandbox/sandbox-state.ts';

/** The applications whose stories the demonstration ends with, whatever the severity of their findings. */
const FAMILIES = ['my-app', 'orders', 'QuestionBank'] as const;

/** Actions named one by one. */
const MOST_ACTIONS = 6;
/** Findings told of a role. */
const MOST_FINDINGS = 4;

/** The document that the last run stored, where it stored one. */
export function storedDocument({ objects }: Pick<SandboxState, 'objects'>): AuditDocument | undefined {
  const key = [...objects.keys()]
    .filter((name) => name.endsWith('.json.gz') && name.includes('/reports/'))
    .sort()
    .at(-1);
  const body = key === undefined ? undefined : objects.get(key)?.body;
  return body === undefined ? undefined : (JSON.parse(gunzipSync(body).toString('utf8')) as AuditDocument);
}

/** What the audit came to for each of these applications: verdicts by role, findings, and the right-sized policy as a diff. */
export function demoStory(document: AuditDocument, account: SandboxAccount, styler: Styler): readonly string[] {
  return FAMILIES.flatMap((family) => {
    const own = document.roles.filter(({ families }) => families.includes(family));
    return own.length === 0
      ? []
      : [
          styler.heading(family),
          own.map((role) => storyOf(role, document)).join('\n\n'),
          ...own.flatMap((role) => diffOf(role, account)),
        ];
  });
}

function storyOf(role: DocumentRole, { findings }: AuditDocument): string {
  const byVerdict = Map.groupBy(role.actions, ({ verdict }) => verdict);
  const lines = VERDICTS.flatMap((verdict) => {
    const actions = (byVerdict.get(verdict) ?? []).map(({ action }) => action);
    return actions.length === 0 ? [] : [`  ${verdict.padEnd(13)} ${counts(actions)}`];
  });
  const own = findings.filter((finding) => finding.role === role.arn && finding.rule !== 'evidence-gap');
  // Security Hub and messages tell the others within these.
  const told = [
    ...own.filter(({ partOf }) => partOf === undefined),
    ...own.filter(({ partOf }) => partOf !== undefined),
  ];
  const rest = told.length - MOST_FINDINGS;
  return [
    `${nameOf(role.arn)} (${role.usedAs.map((job) => `${job} role`).join(' and ')})`,
    ...lines,
    ...told.slice(0, MOST_FINDINGS).map(findingLine),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n');
}

function counts(actions: readonly string[]): string {
  return actions.length <= MOST_ACTIONS + 1
    ? actions.join(', ')
    : `${actions.length}, such as ${listed(actions.slice(0, 3))}`;
}

function findingLine({ severity, title, partOf }: DocumentFinding): string {
  return partOf === undefined ? `  ${severity.padEnd(13)} ${title}` : `  same remedy   ${title} (${severity})`;
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

/** Of a small role, all of whose policies are inline: what it is granted today, against what it needs. */
function diffOf({ arn, recommendedPolicy }: DocumentRole, account: SandboxAccount): readonly string[] {
  const role = account.roles.find((known) => known.arn === arn);
  if (recommendedPolicy === undefined || role === undefined || role.attached.length > 0) return [];
  const [before, after] = [textOf(Object.values(role.inlinePolicies)), textOf([recommendedPolicy])];
  return [
    createTwoFilesPatch(`${role.name} today`, `${role.name} right-sized`, before, after, undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    }).trimEnd(),
  ];
}

function textOf(documents: readonly unknown[]): string {
  const statements = documents
    .map((each) => parsePolicy(each))
    .flatMap((parsed) => (parsed.ok ? parsed.value.statements : []));
  return `${JSON.stringify(policyObject({ version: '2012-10-17', statements }), null, 2)}\n`;
}
