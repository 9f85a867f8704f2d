import { z } from 'zod';
import { didYouMean } from '../base/nearest.ts';
import { stripControlCharacters } from '../base/strip-control-characters.ts';
import { isEveryRole } from '../findings/exceptions/role-pattern.ts';
import { SEVERITIES } from '../findings/finding.ts';
import { OWNER_TAG } from '../findings/owners.ts';
import { RULES, type RuleId } from '../findings/rules.ts';
import { actionPatternProblem } from '../iam/pattern.ts';
import { NOTIFICATION_FORMS } from './notification-settings.ts';
import { tagKey } from './setting-forms.ts';
import { LIST_SETTINGS, NOT_IN_FILES, SETTING_NAMES, type SettingName, settings } from './settings.ts';

const RULE_IDS = RULES.map(({ id }) => id) as [RuleId, ...RuleId[]];

function text(expected: string): z.ZodString {
  return z.string({ error: `expected ${expected}` });
}

/** What is wrong with rules that are no rules. */
function ruleProblem(input: unknown): string {
  const given = Array.isArray(input) ? input : [input];
  const wrong = given.find((each) => !(RULE_IDS as readonly unknown[]).includes(each));
  const meant = typeof wrong === 'string' ? didYouMean(wrong, RULE_IDS) : '';
  return `expected the id of a rule in docs/findings.md, or a list of them${meant}`;
}

const rule = z.union([z.enum(RULE_IDS), z.array(z.enum(RULE_IDS)).min(1)], {
  error: (issue) => ruleProblem(issue.input),
});

const NAME_OR_ARN = /^([\w+=,.@*?-]{1,128}|(arn|\*)[\w+=,.@*?:/-]{1,1024})$/;

const role = text('the name of a role, or its ARN; * and ? are wildcards')
  .regex(NAME_OR_ARN, 'expected the name of a role (without its path), or its ARN; * and ? are wildcards')
  .describe('The name of a role (without its path), or its ARN. * and ? are wildcards.');

const actionPattern = text('an action such as s3:GetObject or s3:Get*').superRefine((pattern, context) => {
  if (actionPatternProblem(pattern) === undefined) return;
  context.addIssue({ code: 'custom', message: 'expected an action such as s3:GetObject or s3:Get*' });
});

const name = text('the name of an owner').trim().min(1, 'expected the name of an owner').max(256);

const exceptionForm = z
  .strictObject(
    {
      role,
      rule: rule.optional().describe('The rules whose findings are accepted; all where absent.'),
      actions: z
        .array(actionPattern, { error: 'expected a list of actions such as [s3:GetObject]' })
        .min(1, 'expected at least one action; leave the field out for all')
        .optional()
        .describe('Accept these actions only. Findings that name no actions are not accepted then.'),
      until: text('a day such as 2027-01-31')
        .describe('The first day on which it no longer holds (UTC), at most 366 days ahead.')
        .meta({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      reason: text('the reason, in words')
        .trim()
        .min(1, { error: 'expected the reason, in words', abort: true })
        .refine(
          (reason) => stripControlCharacters(reason).trim() !== '',
          'expected the reason, in words that can be seen',
        )
        .max(500, 'expected at most 500 characters')
        .describe('Why it may stay. Shown wherever the finding is.'),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'expected an exception: role, until and reason' : undefined) },
  )
  .superRefine((exception, context) => {
    const { actions } = exception;
    // `*:*` matches every action, as `*` does.
    const everyAction = actions === undefined || actions.some((pattern) => /^\*(:\*)?$/.test(pattern));
    if (!isEveryRole(exception.role) || exception.rule !== undefined || !everyAction) return;
    const message = 'expected a rule or actions beside it: every finding of every role would be accepted';
    context.addIssue({ code: 'custom', path: ['role'], message });
  });

const owners = z.strictObject({
  tag: tagKey.optional().describe(`Key of the role tag that names the owner (default: ${OWNER_TAG}).`),
  roles: z
    .array(z.strictObject({ role, owner: name }))
    .optional()
    .describe('Owners of roles without such a tag; the first that matches counts.'),
  families: z
    .array(
      z.strictObject({
        family: text('a task-definition family; * and ? are wildcards').regex(
          /^[\w*?-]{1,255}$/,
          'expected a task-definition family; * and ? are wildcards',
        ),
        owner: name,
      }),
    )
    .optional()
    .describe('Then by task-definition family.'),
  channels: z
    .record(
      z.string(),
      z.strictObject({
        slackChannel: NOTIFICATION_FORMS.slackChannel.unwrap(),
      }),
    )
    .optional()
    .describe('Where each owner is told, by owner.'),
});

const severity = z
  .strictObject(
    Object.fromEntries(
      RULE_IDS.map((id) => [id, z.enum(SEVERITIES, { error: `expected one of ${SEVERITIES.join(', ')}` }).optional()]),
    ),
  )
  .optional();

function formOf(setting: SettingName): z.ZodType {
  const about = settings.shape[setting].description ?? '';
  if (setting === 'severity') return severity.describe(about);
  if (setting === 'ignoreRegions') {
    return z
      .record(z.string(), text('the reason why nobody can use the Region'), {
        error: 'expected Regions, each with the reason why nobody can use it',
      })
      .optional()
      .describe('Regions that nobody can use, each with the reason. They are neither audited nor watched.');
  }
  const one = text('text, in quotes where it looks like a number');
  const form = LIST_SETTINGS.has(setting)
    ? z.union([one, z.array(one)], { error: 'expected text, or a list of texts' })
    : one;
  return form.optional().describe(about);
}

/** The settings that a configuration file may have. */
export const FILE_SETTINGS: readonly SettingName[] = SETTING_NAMES.filter((setting) => !(setting in NOT_IN_FILES));

/** A configuration file, as it is written. What its settings say is read with those from elsewhere, not here. */
export const configFileForm = z.strictObject({
  version: z.literal(1, { error: 'expected version: 1' }).describe('The version of this form.'),
  ...(Object.fromEntries(FILE_SETTINGS.map((setting) => [setting, formOf(setting)])) as Record<SettingName, z.ZodType>),
  exceptions: z
    .array(exceptionForm, { error: 'expected a list of exceptions' })
    .optional()
    .describe('Findings that may stay until a day.'),
  owners: owners.optional().describe('Who is responsible for which role.'),
});

/** The JSON Schema of configuration files, for editors: `docs/config.schema.json`. */
export function configFileJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(configFileForm, { io: 'input' });
  const properties = schema.properties as Record<string, JsonSchema>;
  for (const setting of FILE_SETTINGS) {
    const form = properties[setting];
    if (form !== undefined && setting !== 'severity' && setting !== 'ignoreRegions')
      properties[setting] = textSchema(setting, form);
  }
  const exceptions = properties['exceptions'];
  return {
    $schema,
    $id: 'urn:ecs-role-auditor:configuration:1',
    title: 'Configuration of ecs-role-auditor',
    ...schema,
    properties: {
      ...properties,
      exceptions: { ...exceptions, items: { ...(exceptions?.['items'] as JsonSchema), not: EVERYTHING } },
    },
  };
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** What a text of a setting may be, and where it is one of a list, each of it. */
function textSchema(setting: SettingName, { description }: JsonSchema): JsonSchema {
  const {
    $schema: _,
    default: _default,
    description: _text,
    ...one
  } = z.toJSONSchema(settings.shape[setting], {
    io: 'input',
  });
  if (!LIST_SETTINGS.has(setting)) return { description, ...one };
  return { description, anyOf: [one, { type: 'array', items: one }] };
}

/** An exception for every finding of every role, which is refused. */
const EVERYTHING: JsonSchema = {
  required: ['role'],
  properties: { role: { pattern: '^[*?]*\\*[*?]*$|^(arn|\\*)[^/]*(\\*|/[*?]*\\*[*?]*)$' } },
  anyOf: [
    { not: { anyOf: [{ required: ['rule'] }, { required: ['actions'] }] } },
    {
      not: { required: ['rule'] },
      required: ['actions'],
      properties: { actions: { contains: { pattern: '^\\*(:\\*)?$' } } },
    },
  ],
};
