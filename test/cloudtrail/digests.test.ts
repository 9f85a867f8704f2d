import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, toIso } from '../../src/base/time.ts';
import { type ChainLink, readChain } from '../../src/cloudtrail/digests/digest-chain.ts';
import { parseDigestName } from '../../src/cloudtrail/digests/digest-name.ts';
import { eventsOfBreak, hoursOfFile } from '../../src/cloudtrail/digests/digested-hours.ts';
import { parseDigest, signedText } from '../../src/cloudtrail/digests/parse-digest.ts';
import { contains, intervals } from '../../src/evidence/intervals.ts';

const ACCOUNT = '123456789012';
const START = Date.UTC(2026, 8, 20, 0, 1, 31);

const keyAt = (to: number): string => {
  const iso = toIso(to);
  const folder = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-1/${iso.slice(0, 10).replaceAll('-', '/')}`;
  return `${folder}/${ACCOUNT}_CloudTrail-Digest_us-east-1_main_us-east-1_${iso.replaceAll(/[-:]/g, '')}.json.gz`;
};

describe('the name of a digest', () => {
  test.each([
    ['_us-east-2_your-trail_us-east-2_20150817T150131Z.json.gz', 'your-trail', 'us-east-2', false],
    ['_us-east-2_a_b.c-1_eu-west-1_20150817T150131Z.json.gz', 'a_b.c-1', 'eu-west-1', false],
    ['_us-east-2_us-east-1_eu-west-1_20150817T150131Z_backfill.json.gz', 'us-east-1', 'eu-west-1', true],
  ])('%s says trail, Regions and hour', (end, trail, homeRegion, isBackfill) => {
    expect(parseDigestName(`AWSLogs/x/${ACCOUNT}_CloudTrail-Digest${end}`)).toEqual({
      accountId: ACCOUNT,
      region: 'us-east-2',
      trail,
      homeRegion,
      endsAt: Date.UTC(2015, 7, 17, 15, 1, 31),
      isBackfill,
    });
  });
  test.each([`${ACCOUNT}_CloudTrail_us-east-1_20260920T1005Z_Mu0KsOhtH1ar15ZZ.json.gz`, 'digest.json.gz'])(
    '%s is none',
    (name) => expect(parseDigestName(name)).toBeUndefined(),
  );
});

const DIGEST = {
  awsAccountId: ACCOUNT,
  digestStartTime: '2015-08-17T14:01:31Z',
  digestEndTime: '2015-08-17T15:01:31Z',
  digestS3Bucket: 'logs',
  digestS3Object: 'AWSLogs/d',
  digestPublicKeyFingerprint: '31e8',
  digestSignatureAlgorithm: 'SHA256withRSA',
  previousDigestS3Bucket: 'logs',
  previousDigestS3Object: 'AWSLogs/c',
  previousDigestHashValue: '97FB',
  previousDigestHashAlgorithm: 'SHA-256',
  previousDigestSignature: '5088',
  logFiles: [
    {
      s3Bucket: 'logs',
      s3Object: 'AWSLogs/f',
      hashValue: '9BB6',
      hashAlgorithm: 'SHA-256',
      newestEventTime: '2015-08-17T14:52:27Z',
      oldestEventTime: '2015-08-17T14:42:27Z',
    },
  ],
};
const FIRST = {
  ...DIGEST,
  previousDigestS3Bucket: null,
  previousDigestS3Object: null,
  previousDigestHashValue: null,
  previousDigestHashAlgorithm: null,
  previousDigestSignature: null,
  logFiles: [],
};

describe('a digest', () => {
  test('names its files, their hashes and events, and the digest before it', () => {
    expect(parseDigest(JSON.stringify(DIGEST))).toEqual({
      ok: true,
      value: {
        bucket: 'logs',
        key: 'AWSLogs/d',
        from: Date.UTC(2015, 7, 17, 14, 1, 31),
        to: Date.UTC(2015, 7, 17, 15, 1, 31),
        endTime: '2015-08-17T15:01:31Z',
        keyFingerprint: '31e8',
        previous: { bucket: 'logs', key: 'AWSLogs/c', hash: '97fb', signature: '5088' },
        files: [
          {
            bucket: 'logs',
            key: 'AWSLogs/f',
            hash: '9bb6',
            events: { from: Date.UTC(2015, 7, 17, 14, 42, 27), to: Date.UTC(2015, 7, 17, 14, 52, 28) },
          },
        ],
      },
    });
  });
  test.each([
    ['of a chain', DIGEST, '2015-08-17T15:01:31Z\nlogs/AWSLogs/d\nabcd\n5088'],
    ['that begins one', FIRST, '2015-08-17T15:01:31Z\nlogs/AWSLogs/d\nabcd\nnull'],
  ])('%s is signed with the one before it', (_, json, text) => {
    const digest = parseDigest(JSON.stringify(json));
    expect(digest.ok && signedText(digest.value, 'abcd')).toBe(text);
  });
  test.each([
    ['no JSON', 'no', /Cannot read digest/],
    ['a list', '[]', /expected a JSON object/],
    ['one without a key', JSON.stringify({ ...DIGEST, digestS3Object: '' }), /"digestS3Object" is missing/],
    ['one without files', JSON.stringify({ ...DIGEST, logFiles: null }), /expected "logFiles" to be a list/],
    ['one with half a link', JSON.stringify({ ...DIGEST, previousDigestSignature: null }), /or none/],
    ['another hash', JSON.stringify({ ...DIGEST, previousDigestHashAlgorithm: 'MD5' }), /SHA-256, found MD5/],
    ['no time', JSON.stringify({ ...DIGEST, digestEndTime: '1' }), /ISO 8601 time, found "1"/],
  ])('cannot be %s', (_, text, expected) => {
    const parsed = parseDigest(text);
    expect(parsed.ok ? '' : parsed.problem).toMatch(expected);
  });
});

test('a file uncovers the whole hours of its events', () => {
  const at = (text: string) => Date.parse(text);
  const events = { from: at('2026-09-20T10:59:59Z'), to: at('2026-09-20T11:00:01Z') };
  expect(hoursOfFile({ events })).toEqual({ from: at('2026-09-20T10:00:00Z'), to: at('2026-09-20T12:00:00Z') });
  expect(hoursOfFile({})).toBeUndefined();
});

/** A chain of digests, the oldest first; the first begins it where `begins`. */
function chainOf(hours: number, begins: boolean): readonly Extract<ChainLink, { kind: 'intact' }>[] {
  return Array.from({ length: hours }, (_, index) => {
    const [from, to] = [START + index * HOUR_MS, START + (index + 1) * HOUR_MS];
    const link = { kind: 'intact', key: keyAt(to), from, to } as const;
    return begins && index === 0 ? link : { ...link, previousKey: keyAt(from) };
  });
}

const RANGE = { from: START - HOUR_MS / 2, due: START + 24 * HOUR_MS };

describe('a chain of digests', () => {
  test('that is whole has no break, and tells when validation began', () => {
    const { breaks, undigested } = readChain(chainOf(24, true), RANGE);
    expect(breaks).toEqual([]);
    expect(undigested).toEqual([{ from: Number.NEGATIVE_INFINITY, to: START }]);
  });

  test('whose oldest names one from before what was looked for has no break', () => {
    expect(readChain(chainOf(24, false), { ...RANGE, from: START + 1 })).toEqual({ breaks: [], undigested: [] });
  });

  test('that begins anew leaves out what was delivered between', () => {
    const chain = chainOf(24, true);
    const restarted = chain
      .filter((_, index) => index < 5 || index > 9)
      .map((link, index) => {
        const { previousKey, ...rest } = link;
        return index === 5 ? rest : link;
      });
    const { breaks, undigested } = readChain(restarted, RANGE);
    expect(breaks).toEqual([]);
    expect(undigested[0]).toEqual({ from: chain[4]?.to, to: chain[10]?.from });
  });

  test('that is not there at all breaks up to when one was due; where none is due, nothing is missed', () => {
    const [only, ...more] = readChain([], RANGE).breaks;
    expect([only?.deliveries, more]).toEqual([{ from: RANGE.from, to: RANGE.due }, []]);
    expect(readChain([], { from: RANGE.from })).toEqual({ breaks: [], undigested: [] });
  });

  test('is not broken by a file that somebody put between its digests', () => {
    const stranger = {
      kind: 'refused',
      key: 'stranger',
      to: START + 5.5 * HOUR_MS,
      why: 'CloudTrail did not sign it',
    } as const;
    expect(readChain([...chainOf(24, true), stranger], RANGE).breaks).toEqual([]);
  });

  test('cannot be shortened by a stranger in the place of missing digests', () => {
    const chain = chainOf(24, true);
    const missing = chain.slice(5, 8);
    const stranger = {
      kind: 'refused',
      key: 'stranger',
      to: START + 7 * HOUR_MS,
      why: 'CloudTrail did not sign it',
    } as const;
    const { breaks } = readChain([...chain.filter((link) => !missing.includes(link)), stranger], RANGE);
    expect(intervals(breaks.map(({ deliveries }) => deliveries))).toEqual([{ from: chain[4]?.to, to: chain[7]?.to }]);
  });

  const spoiled = fc.record({
    hours: fc.integer({ min: 1, max: 60 }),
    begins: fc.boolean(),
    /** For each digest: left alone, taken away, or spoiled. */
    fates: fc.array(fc.constantFrom('left', 'left', 'left', 'gone', 'refused'), { minLength: 60, maxLength: 60 }),
    at: fc.integer({ min: 0, max: 60 * 60 - 1 }),
  });

  test('tells of every moment whose digest is gone or refused, whatever else happened to it', () => {
    fc.assert(
      fc.property(spoiled, ({ hours, begins, fates, at }) => {
        const chain = chainOf(hours, begins);
        const links = chain.flatMap((link, index): readonly ChainLink[] => {
          if (fates[index] === 'gone') return [];
          return [fates[index] === 'left' ? link : { kind: 'refused', key: link.key, to: link.to, why: 'spoiled' }];
        });
        const due = START + hours * HOUR_MS;
        const broken = intervals(readChain(links, { from: START, due }).breaks.map(({ deliveries }) => deliveries));
        const moment = START + (at % (hours * 60)) * 60_000;
        const index = Math.floor((moment - START) / HOUR_MS);
        expect(contains(broken, moment)).toBe(fates[index] !== 'left');
      }),
    );
  });

  test('uncovers what may have been delivered six hours late', () => {
    const deliveries = { from: START, to: START + DAY_MS };
    expect(eventsOfBreak({ deliveries, why: '' })).toEqual({ from: START - 6 * HOUR_MS, to: START + DAY_MS });
  });
});
