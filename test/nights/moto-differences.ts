import type { Difference } from './difference.ts';

/** Where moto_server 5 is not as AWS is, as far as this story meets it. */
export const MOTO_DIFFERENCES: readonly Difference[] = [
  {
    what: 'It has no LookupEvents: nothing is known of use, so that permissions cannot be judged, and no night is complete.',
    hub: (rows) => rows.filter(({ rule }) => !['unused-permissions', 'evidence-gap'].includes(rule)),
    told: (text) => newsIn(text).join('\n'),
    trend: () => 'Other counts: one more finding of every role says that it cannot be judged',
    changes: (text) => lossesIn(text, /^CloudTrail events of /),
  },
  {
    what: 'It has no BatchUpdateFindings: what people set, and what is accepted, is not to be seen there.',
    hub: (rows) =>
      rows.map((row) => ({
        ...row,
        workflow: '-',
        note: '-',
        ...(row.role === 'checkout-task' && { severity: '-' }),
      })),
    changes: (text) => lossesIn(text, /^workflow status/),
  },
  {
    what: 'Its GetFindings ignores filters and sees every product: the audit picks out its own, so that nothing is different.',
  },
];

/** What a message says of findings and of exceptions, apart from what hangs on use. */
function newsIn(text: string): readonly string[] {
  const [headline = '', ...lines] = text.split('\n');
  if (headline.includes('nothing new')) return ['nothing new', ...exceptionsIn(lines)];
  const end = lines.findIndex((line) => /^(Open \d|No open findings)/.test(line));
  return [...lines.slice(0, end).filter((line) => !line.includes('does not use')), ...exceptionsIn(lines)];
}

function exceptionsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('• An exception'));
}

/** Without counts, and without the losses that only this world has. */
function lossesIn(text: string, own: RegExp): string {
  const [first = '', ...lines] = text.split('\n');
  const counts = /^\d|^$/.test(first) ? [] : [first];
  return [...counts, ...lines]
    .filter((line) => !own.test(line))
    .join('\n')
    .replace(/\b\d+ (?=findings)/g, '');
}
