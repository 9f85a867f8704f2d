import type { Observation } from '../../src/cloudtrail/observation.ts';
import { type Proof, proofOf } from '../../src/cloudtrail/proof.ts';
import { loadCatalog } from '../../src/iam/catalog/load-catalog.ts';

const catalog = await loadCatalog();

/** A call with what it proves by the rules of today and the bundled catalogue. */
export function proven(observation: Observation): Observation & Omit<Proof, 'passed'> & Partial<Proof> {
  const { passed, ...proof } = proofOf(observation, catalog);
  return { ...observation, ...proof, ...(passed.length === 0 ? {} : { passed }) };
}
