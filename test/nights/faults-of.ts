import type { FaultRule } from '../../src/sandbox/fault.ts';
import type { Look } from './model.ts';

/** What goes wrong with a run of which that is to come. */
export function faultsOf(look: Look): readonly FaultRule[] {
  switch (look.kind) {
    case 'whole':
    case 'roles':
      return [];
    case 'region lost':
      return [denied({ service: 'ecs', region: look.region })];
    case 'regions unread':
      return [denied({ service: 'ec2' })];
    case 'iam denied':
      return [denied({ service: 'iam' })];
    case 'use unread':
      return [denied({ service: 'cloudtrail' })];
    case 'ledger unwritten':
      return [denied({ service: 's3', operation: 'PutObject' })];
    case 'hub unread':
      return [denied({ service: 'securityhub', operation: 'GetFindings' })];
    case 'hub unwritten':
      return [denied({ service: 'securityhub', operation: 'BatchImportFindings' })];
    case 'hub out':
      return [denied({ service: 'securityhub' })];
    default:
      return look satisfies never;
  }
}

function denied(calls: Omit<FaultRule, 'kind'>): FaultRule {
  return { kind: 'accessDenied', ...calls };
}
