import { z } from 'zod';
import type { IgnoredRegion } from '../base/ignored-region.ts';
import { didYouMean } from '../base/nearest.ts';
import { isRegion, type Region } from '../base/region.ts';
import { parseDuration } from '../base/time.ts';
import { SOURCE_NAMES, type SourceName } from '../evidence/source-name.ts';
import { SEVERITIES, type Severity } from '../findings/finding.ts';
import { RULES, type RuleId } from '../findings/rules.ts';
import type { SeverityOverrides } from '../findings/severity-overrides.ts';
import { parseIgnoredRegions } from './ignored-regions.ts';
import { type LedgerLocation, parseLedgerLocation } from './ledger-location.ts';
import { parseTrailLocations, type TrailLocation } from './trail-location.ts';

/**
 * The usage sources that a run may be told to read; `auto` for the event history, IAM's last-accessed data and every trail of the account
 * that can be read, `none` for a run that looks at grants and requirements alone.
 */
export const SOURCE_CHOICES: readonly (SourceName | 'auto' | 'none')[] = ['auto', ...SOURCE_NAMES, 'none'];

/** Usage sources as they are asked for. */
export interface ChosenSources {
  readonly auto: boolean;
  /** Those asked for by name. */
  readonly named: readonly SourceName[];
}

/** The units that durations take, for messages. */
export const TIME_UNITS = '(d, h or m)';

/** A regular expression, for editors, of what is separated by commas. */
function listPattern(item: string): string {
  return `^\\s*(${item})\\s*(,\\s*(${item})\\s*)*$`;
}

/** A duration of at least so many milliseconds. */
export function duration(atLeast: number, form: string) {
  const digits = atLeast > 0 ? '(?=0*[1-9])\\d{1,5}' : '\\d{1,5}';
  return z
    .string()
    .meta({ pattern: `^\\s*${digits}[dhm]\\s*$` })
    .transform((text, context) => {
      const parsed = parseDuration(text);
      if (parsed !== undefined && parsed >= atLeast) return parsed;
      const why = parsed === undefined ? '' : 'it must be longer than zero; ';
      context.addIssue({ code: 'custom', message: `${why}expected ${form}` });
      return z.NEVER;
    });
}

/** `all`, or Regions. */
export const regions = z
  .string()
  .meta({ pattern: listPattern('all|[a-z]{2,}(-[a-z]+)+-\\d+') })
  .transform((text, context): 'all' | readonly Region[] => {
    if (text === 'all') return 'all';
    const names = text.split(',').map((name) => name.trim());
    if (names.every(isRegion)) return [...new Set(names)];
    context.addIssue({
      code: 'custom',
      message: 'expected "all" or a comma-separated list such as us-east-1,eu-west-1',
    });
    return z.NEVER;
  });

/** `REGION=REASON`, several separated by semicolons or lines. */
export const ignoredRegions = z.string().transform((text, context): readonly IgnoredRegion[] => {
  const parsed = parseIgnoredRegions(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

/** Task-definition families, by name; `*` and `?` are wildcards. */
export const families = z
  .string()
  .meta({ pattern: listPattern('[\\w*?-]{1,255}') })
  .transform((text, context): readonly string[] => {
    const names = text.split(',').map((name) => name.trim());
    if (names.every((name) => /^[\w*?-]{1,255}$/.test(name))) return [...new Set(names)];
    const message = 'expected a comma-separated list of families such as checkout,team-a-*; * and ? are wildcards';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Usage sources. */
export const sources = z
  .string()
  .meta({ pattern: listPattern(SOURCE_CHOICES.join('|')) })
  .transform((text, context): ChosenSources => {
    const names = text.split(',').map((name) => name.trim());
    if (names.every((name) => (SOURCE_CHOICES as readonly string[]).includes(name))) {
      return { auto: names.includes('auto'), named: SOURCE_NAMES.filter((name) => names.includes(name)) };
    }
    context.addIssue({ code: 'custom', message: `expected a comma-separated list of ${SOURCE_CHOICES.join(', ')}` });
    return z.NEVER;
  });

/** Where the ledger is, or `none`. */
export const ledger = z.string().transform((text, context): LedgerLocation | 'none' => {
  const parsed = parseLedgerLocation(text);
  if (parsed.ok) return parsed.value ?? 'none';
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

/** Where the log files of trails are; several are separated by commas or spaces, or by lines. */
export const trails = z.string().transform((text, context): readonly TrailLocation[] => {
  const parsed = parseTrailLocations(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

/** The key of a role tag, or `none`; what IAM lets into keys. */
export const tagKey = z
  .string()
  .regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu, 'expected the key of a role tag, or none');

/** A switch. */
export const onOff = z
  .enum(['true', 'false'], { error: 'expected true or false' })
  .transform((text) => text === 'true');

function isSeverity(text: string): boolean {
  return (SEVERITIES as readonly string[]).includes(text.toUpperCase());
}

/** `rule=LEVEL`, several separated by commas. */
export const severities = z.string().transform((text, context): SeverityOverrides => {
  const overrides: Partial<Record<RuleId, Severity>> = {};
  const ids = RULES.map((known) => known.id);
  for (const part of text.split(',').map((each) => each.trim())) {
    const [id = '', level = ''] = part.split('=');
    const rule = RULES.find((known) => known.id === id);
    const severity = SEVERITIES.find((known) => known === level.toUpperCase());
    if (rule === undefined || severity === undefined) {
      const message =
        rule === undefined
          ? `"${id}" is no rule${didYouMean(id, ids)}: expected RULE=LEVEL, such as ${ids[0]}=LOW${isSeverity(id) ? ' (publishFrom, or --min-severity of audit, leaves out what is milder than a level)' : ''}; the rules are ${ids.join(', ')}`
          : `"${level}" is no severity: expected ${rule.id}= and one of ${SEVERITIES.join(', ')}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    overrides[rule.id] = severity;
  }
  return overrides;
});
