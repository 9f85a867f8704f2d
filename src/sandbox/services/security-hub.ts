import type { StoredFinding } from '../sandbox-state.ts';
import type { Call } from '../service.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Fields } from '../wire/fields.ts';
import type { JsonObject } from '../wire/json.ts';
import { pageOf } from '../wire/page.ts';
import { restJsonService } from '../wire/rest-json-service.ts';
import { batchImportFindings } from './batch-import-findings.ts';
import { batchUpdateFindings } from './batch-update-findings.ts';
import { findingFilter } from './finding-filter.ts';

/** AWS Security Hub CSPM: findings, per Region, where it is switched on. */
export const securityHub = restJsonService('securityhub', 'InvalidInputException', [
  {
    operation: 'BatchImportFindings',
    method: 'POST',
    path: '/findings/import',
    answer: whereEnabled(batchImportFindings),
  },
  {
    operation: 'BatchUpdateFindings',
    method: 'PATCH',
    path: '/findings/batchupdate',
    answer: whereEnabled(batchUpdateFindings),
  },
  { operation: 'GetFindings', method: 'POST', path: '/findings', answer: whereEnabled(getFindings) },
  {
    operation: 'DescribeHub',
    method: 'GET',
    path: '/accounts',
    answer: whereEnabled((_fields, call) => ({
      HubArn: `arn:aws:securityhub:${call.region}:${call.account.accountId}:hub/default`,
      SubscribedAt: '2025-02-11T09:21:43.117Z',
      AutoEnableControls: true,
      ControlFindingGenerator: 'SECURITY_CONTROL',
    })),
  },
]);

type Answer = (fields: Fields, call: Call) => JsonObject;

function whereEnabled(answer: Answer): Answer {
  return (fields, call) => {
    const region = call.account.regions.find((known) => known.name === call.region);
    if (region?.securityHub === true) return answer(fields, call);
    throw new AwsError(
      'InvalidAccessException',
      `Account ${call.account.accountId} is not subscribed to AWS Security Hub`,
      401,
    );
  };
}

function getFindings(fields: Fields, call: Call): JsonObject {
  const size = fields.number('MaxResults') ?? 10;
  if (size < 1 || size > 100) {
    throw new AwsError('InvalidInputException', `MaxResults is ${size}: expected 1 to 100`);
  }
  const filters = fields.object('Filters') ?? {};
  const found = [...(call.state.findings.get(call.region)?.values() ?? [])].filter(findingFilter(filters));
  const page = pageOf(sorted(found, fields.objects('SortCriteria')), {
    list: `${call.region} ${JSON.stringify(filters)}`,
    token: fields.text('NextToken'),
    size,
    invalidToken: () => new AwsError('InvalidInputException', 'Invalid NextToken'),
  });
  return { Findings: page.items, ...(page.next === undefined ? {} : { NextToken: page.next }) };
}

function sorted(findings: readonly StoredFinding[], criteria: readonly JsonObject[]): readonly StoredFinding[] {
  const [first] = criteria;
  if (first === undefined) return findings;
  const field = String(first['Field']);
  const direction = first['SortOrder'] === 'desc' ? -1 : 1;
  return findings.toSorted((a, b) => direction * (String(a[field]) < String(b[field]) ? -1 : 1));
}
