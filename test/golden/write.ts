import { mkdirSync, writeFileSync } from 'node:fs';
import { toAsff } from '../../src/findings/asff/asff.ts';
import { slackMessage } from '../../src/report/slack/slack-message.ts';
import { NOW } from '../findings/fixtures.ts';
import { oneOfEachKind } from '../findings/one-of-each-kind.ts';
import { auditOf } from '../report/audit-fixture.ts';

/** Writes the golden files anew: `node test/golden/write.ts`. Read the difference before committing it. */
function write(name: string, value: unknown): void {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);
}

mkdirSync(new URL('asff/', import.meta.url), { recursive: true });
for (const finding of oneOfEachKind()) {
  write(`asff/${finding.rule}.golden`, toAsff(finding, { region: 'us-east-1', now: NOW }));
}
write('slack-changes.golden', slackMessage(auditOf()));
