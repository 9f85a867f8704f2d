import { expect, test } from 'vitest';
import type { UnvalidatedFiles } from '../../src/evidence/unvalidated-files.ts';
import { unvalidatedSentences } from '../../src/report/unvalidated-sentences.ts';

const PLACE = 's3://logs/';
const trail = (name: string) => ({ name, homeRegion: 'eu-west-1' });

test.each<readonly [string, readonly UnvalidatedFiles[], readonly RegExp[]]>([
  ['all is vouched for', [], []],
  [
    'validation is off for two trails, in one sentence with the switch',
    [
      { place: PLACE, trail: trail('main'), why: 'off' },
      { place: PLACE, trail: trail('data'), why: 'off' },
    ],
    [
      /off for the trails main \(eu-west-1\) and data \(eu-west-1\).*--name main --region eu-west-1 --enable-log-file-validation\.$/,
    ],
  ],
  [
    'nobody can see it, by the place',
    [{ place: PLACE, why: 'unknown' }],
    [/cannot be seen for s3:\/\/logs\/.*update-trail --name NAME --region HOME_REGION --enable-log-file-validation\.$/],
  ],
  [
    'it was switched on lately, up to when',
    [{ place: PLACE, trail: trail('main'), why: 'young', until: Date.UTC(2026, 8, 20, 5) }],
    [/^Log files of the trail main \(eu-west-1\) that were delivered before 2026-09-20 were not compared/],
  ],
  ['no digest has come', [{ place: PLACE, trail: trail('main'), why: 'young' }], [/^No digest has come yet/]],
  [
    'signatures were not checked',
    [{ place: './logs', why: 'unsigned' }],
    [/^The signatures of the digests in \.\/logs/],
  ],
])('where %s', (_, files, expected) => {
  expect(unvalidatedSentences(files)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});
