import { describe, expect, it } from 'vitest';
import { arnFormsOf, spansType } from '../../../src/iam/arn-forms.ts';
import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { resourceCovers, resourcesMayOverlap } from '../../../src/iam/resource-cover.ts';
import { choosesResources, narrowSpanning, narrowTightly } from '../../../src/rightsize/recommend/narrow-resources.ts';

const A = 'arn:aws:sqs:eu-west-1:111111111111:a';
const B = 'arn:aws:sqs:eu-west-1:111111111111:b';
const ANY = 'arn:aws:sqs:*:111111111111:*';

describe('narrowTightly()', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['takes what was seen of everything', ['*'], [A], [A]],
    ['takes what was seen of a pattern', [ANY], [A], [A]],
    ['keeps a resource that was seen', [A], [A], [A]],
    ['leaves out a resource that was not', [A, B], [A], [A]],
    ['keeps what lies inside what was seen', [A], [ANY], [A]],
    ['is nothing where all lay elsewhere', [B], [A], []],
    ['keeps all of what only overlaps', ['arn:aws:s3:::b/x*'], ['arn:aws:s3:::b/*y'], ['arn:aws:s3:::b/x*']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
    ['keeps a variable', ['arn:aws:s3:::${aws:userid}/*'], ['arn:aws:s3:::b/*'], ['arn:aws:s3:::${aws:userid}/*']],
  ])('%s', (_, granted, seen, expected) => {
    expect(narrowTightly(granted, seen)).toEqual(expected);
  });
});

const catalog = await loadCatalog();
const SQS = arnFormsOf('sqs:SendMessage', catalog);

describe('narrowSpanning()', () => {
  const anywhere = (name: string) => `arn:aws:sqs:*:111111111111:${name}`;
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['takes what was seen of everything, in any Region', ['*'], [A], [anywhere('a')]],
    ['takes what was seen of all queues, in any Region', [ANY], [A], [anywhere('a')]],
    ['keeps the Region of a grant', ['arn:aws:sqs:eu-west-1:111111111111:*'], [A, B], [A, B]],
    ['keeps a pattern of Regions', ['arn:aws:sqs:eu-*:*:*'], [A], ['arn:aws:sqs:eu-*:111111111111:a']],
    [
      'keeps what a person named beside',
      ['*', 'arn:aws:sqs:eu-west-1:111111111111:c'],
      [A],
      [anywhere('a'), 'arn:aws:sqs:eu-west-1:111111111111:c'],
    ],
    ['leaves out what is covered beside', ['*', A], [A], [anywhere('a')]],
    ['keeps a name that was not seen', [A, B], [A], [A, B]],
    ['keeps a wildcard in a name', ['arn:aws:sqs:*:*:a*'], [A], ['arn:aws:sqs:*:*:a*']],
    [
      'keeps another Region, of which nothing was seen',
      ['arn:aws:sqs:us-east-1:111111111111:*'],
      [A],
      ['arn:aws:sqs:us-east-1:111111111111:*'],
    ],
    ['keeps everything where all may be meant', ['*'], ['*'], ['*']],
    [
      'adds the place of what is missing only where it is granted',
      ['arn:aws:sqs:*:*:*'],
      [A, 'arn:aws:sqs:eu-west-1:111111111111:?'],
      [anywhere('?'), anywhere('a')],
    ],
  ])('%s', (_, granted, seen, expected) => {
    expect(narrowSpanning(granted, seen, SQS)).toEqual(expected);
  });

  it('is not held up by the place of a missing parameter', () => {
    const [a, missing] = ['arn:aws:ssm:eu-west-1:1:parameter/a', 'arn:aws:ssm:eu-west-1:1:?'];
    const forms = arnFormsOf('ssm:GetParameter', catalog);
    expect(narrowSpanning(['arn:aws:ssm:eu-west-1:1:parameter/*'], [a, missing], forms)).toEqual([a]);
  });
});

describe('spansType()', () => {
  it.each([
    ['dynamodb:PutItem', '*', true],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/*', true],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:*:*:*', true],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:*:*:table*', true],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:*', true],
    ['dynamodb:PutItem', 'arn:aws:*:*:*:*', true],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/events_*', false],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/*_events', false],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:us-east-1:123456789012:table/events', false],
    ['dynamodb:PutItem', 'arn:aws:sqs:us-east-1:123456789012:*', false],
    ['s3:GetObject', 'arn:aws:s3:::*', true],
    ['s3:GetObject', 'arn:aws:s3:::*/*', true],
    ['s3:GetObject', 'arn:aws:s3:::uploads/*', false],
    ['s3:GetObject', 'arn:aws:s3:::*/public/*', false],
    ['s3:GetObject', 'arn:aws:s3:::*-logs/*', false],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:*', true],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:tenant/*', false],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:*-??????', false],
    ['logs:CreateLogStream', 'arn:aws:logs:*:*:log-group:*', true],
    ['logs:CreateLogStream', 'arn:aws:logs:*:*:log-group:*:*', true],
    ['logs:CreateLogStream', 'arn:aws:logs:*:*:log-group:/ecs/*', false],
    ['logs:CreateLogStream', 'arn:aws:logs:*:*:log-group:/ecs/*:log-stream:*', false],
    ['ssm:GetParameter', 'arn:aws:ssm:us-east-1::parameter/*', true],
    ['ssm:GetParameter', 'arn:aws:ssm:us-east-1::parameter/aws/service/*', false],
    ['ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:123456789012:repository/*', true],
    ['ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:123456789012:repository/team/*', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
    ['sqs:SendMessage', 'arn:aws:sqs:*:*:${aws:PrincipalTag/team}*', false],
    ['sqs:SendMessage', 'bucket', false],
    ['sqs:ListQueues', 'arn:aws:sqs:*:*:*', false],
  ])('of %s and %s is %s', (action, pattern, expected) => {
    expect(spansType(pattern, arnFormsOf(action, catalog))).toBe(expected);
  });
});

describe('choosesResources()', () => {
  it.each([
    [{ StringEquals: { 'aws:ResourceTag/team': ['a'] } }, true],
    [{ StringEquals: { 'secretsmanager:Name': ['a'] } }, true],
    [
      { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] }, StringLike: { 'kms:ResourceAliases': ['alias/a'] } },
      true,
    ],
    [{ StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } }, false],
    [undefined, false],
  ])('of %j is %s', (condition, expected) => {
    expect(choosesResources(condition)).toBe(expected);
  });
});

describe('resourceCovers()', () => {
  it.each([
    ['*', A, true],
    [ANY, A, true],
    [A, ANY, false],
    [A, A, true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x*', true],
    ['arn:aws:s3:::b/?', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b-??', 'arn:aws:s3:::b-??', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's own placeholder
    ['arn:aws:s3:::*', 'arn:aws:s3:::${aws:userid}', false],
    ['arn:aws:sqs:*:a', 'arn:aws:sqs:eu-west-1:111111111111:b', false],
  ])('of %s and %s is %s', (wide, narrow, expected) => {
    expect(resourceCovers(wide, narrow)).toBe(expected);
  });
});

describe('resourcesMayOverlap()', () => {
  it.each([
    [A, B, false],
    [A, A, true],
    [ANY, A, true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*', false],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/x', true],
  ])('of %s and %s is %s', (a, b, expected) => {
    expect(resourcesMayOverlap(a, b)).toBe(expected);
    expect(resourcesMayOverlap(b, a)).toBe(expected);
  });
});
