import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/base/time.ts';
import { earlierRuns, joinRunMarkers, pruneRunMarkers, type RunMarker } from '../../src/ledger/run-marker.ts';
import { daysAgo, NOW } from './seen.ts';

const LIMIT = 15 * MINUTE_MS;

function marker(status: RunMarker['status'], over: Partial<RunMarker> = {}): RunMarker {
  return { at: NOW - MINUTE_MS, limit: LIMIT, status, event: 'nightly', request: 'r1', memory: 1769, ...over };
}

/** What a run finds that begins now, for that event. */
function found(of: RunMarker, request = 'r2', event = 'nightly') {
  const { died, same } = earlierRuns(new Map([['before', of]]), { now: NOW, event, request });
  return [died.size === 1 ? 'died' : undefined, same && (same.done ? 'done' : 'at work')].filter(Boolean);
}

describe('a run that begins', () => {
  test.each<[string, RunMarker, string, string, readonly string[]]>([
    ['has nothing to do where its event is done', marker('finished'), 'r2', 'nightly', ['done']],
    ['has nothing to do where its event is worked on', marker('open'), 'r2', 'nightly', ['at work']],
    ['has nothing to do where its request is done', marker('finished'), 'r1', 'other', ['done']],
    ['works where another event is done', marker('finished'), 'r2', 'other', []],
    ['works again where the same failed, as Lambda has it tried again', marker('failed'), 'r1', 'nightly', []],
    ['works again where the same died, of which nobody was told', marker('open'), 'r1', 'nightly', ['died']],
    ['works again where the same died and people were told', marker('died'), 'r2', 'nightly', []],
    [
      'works again where the same had its time, and is dead',
      marker('open', { at: NOW - LIMIT - 2 * MINUTE_MS }),
      'r2',
      'nightly',
      ['died'],
    ],
    [
      'tells of any run that had its time',
      marker('open', { at: daysAgo(1), event: 'last night' }),
      'r2',
      'nightly',
      ['died'],
    ],
    [
      'works where the same was done so long ago that it cannot be a delivery of the same event',
      marker('finished', { at: NOW - 13 * HOUR_MS }),
      'r2',
      'nightly',
      [],
    ],
  ])('%s', (_, of, request, event, expected) => {
    expect(found(of, request, event)).toEqual(expected);
  });

  test('takes no two runs by hand for the same', () => {
    const byHand: RunMarker = { at: NOW, limit: LIMIT, status: 'finished' };
    expect(earlierRuns(new Map([['before', byHand]]), { now: NOW })).toEqual({ died: new Map() });
  });
});

test('a run that ended stays ended, and is forgotten after a month', () => {
  const open = new Map([['a', marker('open')]]);
  const ended = new Map([['a', marker('finished')]]);
  expect(joinRunMarkers(ended, open)).toEqual(ended);
  expect(pruneRunMarkers(new Map([['a', marker('open', { at: daysAgo(31) })]]), NOW).size).toBe(0);
});
