import { type ComponentChild, h } from 'preact';

/** The patterns of verdicts that say "not known" or "without effect", so that colour alone tells nothing; the style names them by id. */
export function Patterns(): ComponentChild {
  return h(
    'svg',
    { class: 'patterns', 'aria-hidden': 'true' },
    h(
      'defs',
      null,
      pattern('blocked', 'M-1,5 L5,-1 M-1,9 L9,-1 M3,9 L9,3'),
      pattern('undetermined', 'M2,0 V8 M6,0 V8'),
      pattern('unobservable', 'M1,2 H3 M5,6 H7'),
    ),
  );
}

function pattern(verdict: string, lines: string): ComponentChild {
  return h(
    'pattern',
    { id: `pattern-${verdict}`, width: '8', height: '8', patternUnits: 'userSpaceOnUse' },
    h('rect', { class: `solid-${verdict}`, width: '8', height: '8' }),
    h('path', { d: lines }),
  );
}
