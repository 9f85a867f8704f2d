import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SEVERITIES } from '../../src/findings/finding.ts';
import { VERDICTS } from '../../src/rightsize/verdict.ts';
import { COLOUR_VISION, type ColourVision, contrast, difference } from '../support/colour.ts';

/** The two schemes' colours by name, as the style declares them. */
const STYLE = readFileSync(new URL('../../src/browser/page.css', import.meta.url), 'utf8');
const COLOURS = new Map(
  [...STYLE.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];

const SETS = {
  verdicts: VERDICTS,
  severities: SEVERITIES.map((severity) => `${severity.toLowerCase()}-bar`),
} as const satisfies Readonly<Record<string, readonly string[]>>;

function colourOf(name: string, scheme: Scheme): string {
  const colour = COLOURS.get(name);
  if (colour === undefined) throw new Error(`Cannot find the colour "${name}" in page.css`);
  return colour[scheme];
}

const CASES = Object.entries(SETS).flatMap(([set, names]) => SCHEMES.map((scheme) => [set, scheme, names] as const));

describe('the colours of bars', () => {
  test.each(
    CASES.flatMap((one) => (Object.keys(COLOUR_VISION) as ColourVision[]).map((vision) => [...one, vision] as const)),
  )('%s differ from each other, %s', (_, scheme, names, vision) => {
    const close = names.flatMap((a, place) =>
      names.slice(place + 1).flatMap((b) => {
        const apart = difference(colourOf(a, scheme), colourOf(b, scheme), vision);
        return apart < 10 ? [`${a} and ${b}: ${apart.toFixed(1)}`] : [];
      }),
    );
    expect(close, `ΔE below 10 with ${vision}`).toEqual([]);
  });

  test.each(CASES)('%s stand out from their card, %s', (_, scheme, names) => {
    const faint = names.filter((name) => contrast(colourOf(name, scheme), colourOf('card', scheme)) < 3);
    expect(faint).toEqual([]);
  });

  test('are told apart by known differences of CIEDE2000', () => {
    // Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula": a formula that is wrong shows in these.
    expect(difference('#ffffff', '#000000', 'ordinary')).toBeCloseTo(100, 1);
    expect(difference('#808080', '#808080', 'ordinary')).toBe(0);
    expect(difference('#2f6fd0', '#7a5cc0', 'deuteranopia')).toBeCloseTo(2.9, 1);
  });
});
