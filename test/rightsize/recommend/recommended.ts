import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { policyObject } from '../../../src/iam/policy-object.ts';
import type { Role } from '../../../src/iam/role.ts';
import { identityOf } from '../../../src/rightsize/judge-role.ts';
import type { PolicyChange, Recommendation } from '../../../src/rightsize/recommend/recommendation.ts';
import { type RecommendInput, rightSizedPolicy } from '../../../src/rightsize/recommend/right-sized-policy.ts';
import { judge, type World } from '../world.ts';

const catalog = await loadCatalog();

/** What a recommendation is made from in this world. */
export function inputOf(world: Partial<World>): RecommendInput {
  const { assessment, evidence } = judge(world);
  return { assessment, usage: evidence.usage.usageOf(identityOf(assessment.lookup)), catalog };
}

export function recommended(world: Partial<World>): Recommendation {
  return rightSizedPolicy(inputOf(world));
}

/** The recommended change, where the test states that there is one. */
export function changeIn(world: Partial<World>): PolicyChange {
  const found = recommended(world);
  if (found.kind !== 'policy') throw new Error(found.because);
  return found;
}

/** Its new statements as IAM writes them. */
export function statementsIn(world: Partial<World>): readonly Readonly<Record<string, unknown>>[] {
  return changeIn(world).documents.flatMap(({ document }) => [...policyObject(document).Statement]);
}

/** The role of an input, which was found. */
export function roleIn({ assessment }: RecommendInput): Role {
  if (assessment.lookup.kind !== 'found') throw new Error('the role was not found');
  return assessment.lookup.role;
}
