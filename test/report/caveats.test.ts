import { expect, test } from 'vitest';
import { caveatsOf } from '../../src/report/caveats.ts';
import { headlineOf } from '../../src/report/headline.ts';
import { findingChanges } from '../../src/report/notification/finding-changes.ts';
import { auditOf } from './audit-fixture.ts';

test('a ledger that is nearly too full to be read is told of, before it is', () => {
  const about = (fullness: number) =>
    caveatsOf({ ...auditOf(), ledger: { place: 's3://bucket/ledger/', signed: true, bytes: 1, fullness } }).filter(
      (text) => text.includes('document of the ledger'),
    );
  expect(about(0.8)).toEqual([]);
  expect(about(0.92)).toEqual([expect.stringContaining('holds 92 % of what the memory allows')]);
});

test('a run that was asked about a part says so first, and in the first line of its message beside what was incomplete', () => {
  const incomplete = [{ what: 'tasks in eu-west-1', why: 'AccessDenied on ecs:ListTasks' }];
  const said = (narrowedTo: 'roles' | 'regions') => {
    const result = { ...auditOf(), narrowedTo, incomplete };
    return [caveatsOf(result)[0], headlineOf(result, findingChanges(result))];
  };
  expect(said('roles')).toEqual([
    'This run looked at the 7 roles that it was asked for, and at nothing else of the account.',
    'ECS roles in account 123456789012: 13 new, 1 resolved (only the 7 roles asked for; incomplete)',
  ]);
  expect(said('regions')).toEqual([
    'This run looked at task definitions of us-east-1 and eu-west-1, as it was asked, and at nothing else of the account.',
    'ECS roles in account 123456789012: 13 new, 1 resolved (only us-east-1 and eu-west-1; incomplete)',
  ]);
});
