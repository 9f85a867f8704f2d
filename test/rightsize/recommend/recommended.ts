import { loadCatalog } from '../../../src/iam/catalog/load-catalog.ts';
import { policyObject } from '../../../src/iam/policy-object.ts';
import type { Role } from '../../../src/iam/role.ts';
import { identityOf } from '../../../src/rightsize/judge-role.ts';
import {
  type PolicyAim,
  type PolicyChange,
  type Recommendation,
  SAFE,
} from '../../../src/rightsize/recommend/recommendation.ts';
import { type RecommendInput, rightSizedPolicy } from '../../../src/rightsize/recommend/right-sized-policy.ts';
import { judge, type World } from '../world.ts';

const catalog = await loadCatalog();

/** What a recommendation is made from in this world, whose role was seen at work. */
export function inputOf(world: Partial<World>, aim: PolicyAim = SAFE): RecommendInput {
  const { assessment, evidence } = judge(world);
  const usage = { lastSeen: evidence.now, ...evidence.usage.usageOf(identityOf(assessment.lookup)) };
  return { assessment, usage, catalog, now: evidence.now, minAge: evidence.thresholds.minAge, aim };
}

export function recommended(world: Partial<World>, aim?: PolicyAim): Recommendation {
  return rightSizedPolicy(inputOf(world, aim));
}

/** The recommended change, where the test states that there is one. */
export function changeIn(world: Partial<World>, aim?: PolicyAim): PolicyChange {
  const found = recommended(world, aim);
  if (found.kind !== 'policy') throw new Error(found.because);
  return found;
}

/** Its new statements as IAM writes them. */
export function statementsIn(world: Partial<World>, aim?: PolicyAim): readonly Readonly<Record<string, unknown>>[] {
  return changeIn(world, aim).documents.flatMap(({ document }) => [...policyObject(document).Statement]);
}

/** The role of an input, which was found. */
export function roleIn({ assessment }: RecommendInput): Role {
  if (assessment.lookup.kind !== 'found') throw new Error('the role was not found');
  return assessment.lookup.role;
}
