import { gunzipSync } from 'node:zlib';
import { type EvidencePart, joinEvidence, NO_EVIDENCE } from '../../src/evidence/evidence-part.ts';
import { decodeDocument } from '../../src/ledger/document-form.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { EVIDENCE_FORM, LEDGER_FORM } from '../../src/ledger/ledger-form.ts';
import { slackText } from '../../src/report/slack/slack-text.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';

/** `bucket/key` of the ledger in a sandbox. */
export function ledgerKey({ account }: Sandbox): string {
  return `ecs-role-auditor-${account.accountId}/ledger/${account.accountId}/ledger.json.gz`;
}

/** What runs keep of themselves, which differs from run to run. */
const OF_RUNS = /\/(runs|notifications)\.json\.gz$/;

/** The JSON texts of all that the sandbox's runs kept, but for what they keep of themselves; equal states have equal texts. */
export function keptTexts(sandbox: Sandbox): Readonly<Record<string, string>> {
  const kept = [...sandbox.state.objects].filter(([key]) => key.includes('/ledger/') && !OF_RUNS.test(key));
  return Object.fromEntries(kept.map(([key, { body }]) => [key, gunzipSync(body).toString('utf8')]).sort());
}

/** The ledger in a sandbox. */
export function ledgerIn(sandbox: Sandbox): Ledger {
  const text = keptTexts(sandbox)[ledgerKey(sandbox)];
  const decoded = decodeDocument(LEDGER_FORM, sandbox.account.accountId, text ?? '');
  if (!('ok' in decoded) || !decoded.ok) throw new Error(`No ledger: ${JSON.stringify(decoded)}`);
  return decoded.value;
}

/** What runs kept of themselves, with one name in place of the id of each. */
export function textsOfRuns(sandbox: Sandbox): readonly string[] {
  const kept = [...sandbox.state.objects].filter(([key]) => OF_RUNS.test(key));
  return kept.map(
    ([key, { body }]) =>
      `${key} ${gunzipSync(body)
        .toString('utf8')
        .replace(/"[0-9a-f-]{36}"/g, '"run"')}`,
  );
}

/** What each message of Slack tells of findings: whether they are new, perhaps told before, or nothing is. */
export function tellings({ state }: Sandbox): readonly string[] {
  return state.slackMessages.map(({ blocks }) => {
    const text = slackText(blocks as unknown as Parameters<typeof slackText>[0]);
    const news = / (\d+ new|nothing new)/.exec(text)?.[1] ?? text;
    return text.includes('may repeat it') ? `perhaps again ${news}` : news;
  });
}

/** All evidence in a sandbox. */
export function evidenceIn(sandbox: Sandbox): EvidencePart {
  return Object.entries(keptTexts(sandbox))
    .filter(([key]) => key.includes('/evidence/'))
    .map(([key, text]) => {
      const decoded = decodeDocument(EVIDENCE_FORM, sandbox.account.accountId, text);
      if (!('ok' in decoded) || !decoded.ok) throw new Error(`No evidence in ${key}: ${JSON.stringify(decoded)}`);
      return decoded.value;
    })
    .reduce(joinEvidence, NO_EVIDENCE);
}

/** What Security Hub holds, without the time of the import. */
export function importedFindings(sandbox: Sandbox): unknown {
  return [...sandbox.state.findings].map(([region, findings]) => [
    region,
    [...findings].sort().map(([id, finding]) => [id, { ...finding, UpdatedAt: undefined }]),
  ]);
}
