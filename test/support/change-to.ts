import type { PolicyChange } from '../../src/rightsize/recommend/recommendation.ts';
import { policy } from './iam.ts';

/** A recommendation that replaces the inline policy `app` by one with these statements. */
export function changeTo(...statements: readonly unknown[]): PolicyChange {
  const document = policy({ Version: '2012-10-17', Statement: statements });
  return {
    kind: 'policy',
    documents: [{ kind: 'inline', name: 'new', statements: [], document, size: 0 }],
    replaces: [{ kind: 'inline', name: 'app' }],
    keeps: [],
    dropped: [],
    ineffective: [],
    unjudged: { count: 0, of: 1 },
    unproven: [],
    aim: { tight: false, usedOnly: false },
    warnings: [],
  };
}
