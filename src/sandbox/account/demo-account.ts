import { addManagedPolicy } from '../build-account.ts';
import { emptyAccount, type SandboxAccount } from '../sandbox-account.ts';
import { addAdminTool } from './admin-tool.ts';
import { addAuditorResources } from './auditor-resources.ts';
import { AWS_MANAGED_POLICIES } from './aws-managed-policies.ts';
import { addBilling } from './billing.ts';
import { addCallMetrics } from './call-metrics.ts';
import { addCheckout } from './checkout.ts';
import { addContentStore } from './content-store.ts';
import { addEverydayFamilies } from './everyday-families.ts';
import { addFailedStart } from './failed-start.ts';
import { addFeatureFlags } from './feature-flags.ts';
import { addLegacyCron } from './legacy-cron.ts';
import { addMyApp } from './my-app.ts';
import { ACCOUNT_ID } from './names.ts';
import { addNodeTelemetry } from './node-telemetry.ts';
import { addOrders } from './orders.ts';
import { addOtherPrincipals } from './other-principals.ts';
import { addQuestionBank } from './question-bank.ts';
import { demoRegions } from './regions.ts';
import { addReports } from './reports.ts';
import { addSharedExecutionRole } from './shared-execution-role.ts';
import { addTaskSessions } from './task-sessions.ts';
import { addUnusualRoles } from './unusual-roles.ts';

/** The account that the demonstration audits: a shop, as it looks on some day (milliseconds since the epoch). */
export function demoAccount(now: number): SandboxAccount {
  const account: SandboxAccount = {
    ...emptyAccount({ now, accountId: ACCOUNT_ID }),
    regions: [...demoRegions()],
  };
  for (const policy of AWS_MANAGED_POLICIES) addManagedPolicy(account, policy);
  const executionRole = addSharedExecutionRole(account);
  addMyApp(account);
  addQuestionBank(account);
  addOrders(account);
  addBilling(account);
  addReports(account, executionRole);
  addAdminTool(account, executionRole);
  addContentStore(account);
  addUnusualRoles(account, executionRole);
  addFeatureFlags(account, executionRole);
  addCheckout(account, executionRole);
  addNodeTelemetry(account, executionRole);
  addEverydayFamilies(account, executionRole);
  addTaskSessions(account);
  addOtherPrincipals(account);
  addAuditorResources(account);
  addCallMetrics(account);
  addFailedStart(account);
  addLegacyCron(account);
  return account;
}
