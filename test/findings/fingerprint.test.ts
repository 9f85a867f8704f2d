import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { oneOfEachKind } from './one-of-each-kind.ts';

/** The same facts in other words: each plain word becomes another one. */
function reworded(finding: Finding): Finding {
  const inOtherWords = (text: string): string =>
    `Now put otherwise: ${text.replace(/(?<![\w/:.*@=-])[a-z]{3,}(?![\w/:*@-]|\.\w)/g, 'word')}`;
  return {
    ...finding,
    title: inOtherWords(finding.title),
    description: inOtherWords(finding.description),
    ...(finding.lasting !== undefined && { lasting: inOtherWords(finding.lasting) }),
    remediation: { text: inOtherWords(finding.remediation.text), url: 'https://docs.aws.amazon.com/elsewhere' },
  };
}

describe.each(oneOfEachKind().map((finding) => [finding.rule, finding] as const))('a finding of %s', (_, finding) => {
  test('is not imported again for other words alone', () => {
    expect(reworded(finding).description).not.toBe(finding.description);
    expect(fingerprintOf(reworded(finding))).toBe(fingerprintOf(finding));
  });
  test('is imported again for every other fact', () => {
    const changed: readonly Finding[] = [
      { ...finding, severity: finding.severity === 'HIGH' ? 'LOW' : 'HIGH' },
      { ...finding, actions: [...finding.actions, 'sqs:PurgeQueue'] },
      { ...finding, families: [...finding.families, 'another'] },
      { ...finding, evidence: { ...finding.evidence, more: 'yes' } },
      { ...finding, title: `${finding.title} 42` },
      { ...finding, description: `${finding.description} arn:aws:s3:::b`, lasting: 'arn:aws:s3:::b' },
    ];
    expect(new Set([finding, ...changed].map(fingerprintOf)).size).toBe(changed.length + 1);
  });
});
