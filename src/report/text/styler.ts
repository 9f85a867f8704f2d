import type { Severity } from '../../findings/finding.ts';

/** Colours text; the command passes `ANSI` where the terminal takes colour. */
export interface Styler {
  severity(severity: Severity, text: string): string;
  heading(text: string): string;
  faint(text: string): string;
}

/** No colours. */
export const PLAIN: Styler = {
  severity: (_severity, text) => text,
  heading: (text) => text,
  faint: (text) => text,
};

const CODES: Readonly<Record<Severity, string>> = {
  CRITICAL: '1;31',
  HIGH: '31',
  MEDIUM: '33',
  LOW: '36',
  INFORMATIONAL: '2',
};

/** ANSI colours ("ECMA-48, Select Graphic Rendition"). */
export const ANSI: Styler = {
  severity: (severity, text) => paint(CODES[severity], text),
  heading: (text) => paint('1', text),
  faint: (text) => paint('2', text),
};

function paint(code: string, text: string): string {
  return `\u001b[${code}m${text}\u001b[0m`;
}
