import type { Command } from 'commander';
import { counted } from '../../base/format.ts';
import { SEVERITIES } from '../../findings/finding.ts';
import { countBySeverity } from '../../findings/severity.ts';
import { type Retirement, retireFindings } from '../../wiring/retire-findings.ts';
import { EXIT, type Outcome } from '../exit-status.ts';
import type { GlobalOptions } from '../global-options.ts';
import { withExamples } from '../help.ts';
import { interruptible } from '../interruptible.ts';
import { missingAuditorPermissionsText, missingOf } from '../missing-auditor-permissions-text.ts';
import { type Terminal, writeLine, writeText } from '../terminal.ts';

/** `retire [--yes]`: archives what the auditor has in Security Hub, for an account that is not audited any more. */
export function addRetireCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const command = program
    .command('retire')
    .summary('archive all findings in Security Hub, before the auditor is taken away')
    .description(
      'Archive all findings of this program in Security Hub, in the account and Region of the standard AWS configuration. Without --yes they are only counted. Delete the function first, or turn its schedule off: its next run would open them again.',
    )
    .option('--yes', 'archive them');
  withExamples(command, [
    ['retire', 'how many there are'],
    ['retire --yes', 'archive them'],
  ]).action(async (options: { readonly yes?: boolean }, self: Command) => {
    const globals = self.optsWithGlobals<GlobalOptions>();
    const archive = options.yes === true;
    const retirement = await interruptible(globals, terminal, ({ signal, progress }) => {
      progress.stage(archive ? 'archiving the findings in Security Hub' : 'reading the findings in Security Hub');
      return retireFindings({ signal, archive });
    });
    await writeLine(terminal.stdout, retirementText(retirement, archive));
    const { incomplete, account, region } = retirement;
    for (const { what, why } of incomplete) await writeLine(terminal.stderr, `ecs-role-auditor: ${what}: ${why}`);
    await writeText(terminal.stderr, missingAuditorPermissionsText(missingOf(incomplete), { ...account, region }));
    if (incomplete.length > 0) outcome.status = EXIT.incomplete;
  });
}

function retirementText({ account, region, active, archived, incomplete }: Retirement, archive: boolean): string {
  const where = `Account ${account.accountId}, ${region}`;
  if (active.length === 0 && incomplete.length > 0) return `${where}: the findings could not be read.`;
  const counts = countBySeverity(active);
  const bySeverity = SEVERITIES.flatMap((severity) =>
    counts[severity] > 0 ? [`${counts[severity]} ${severity}`] : [],
  ).join(', ');
  const found = `${where}: ${counted(active.length, 'finding')} not archived yet${bySeverity === '' ? '' : ` (${bySeverity})`}.`;
  if (archive) return `${found} Archived ${archived}.`;
  return active.length === 0 ? found : `${found} Nothing was changed: --yes archives them.`;
}
