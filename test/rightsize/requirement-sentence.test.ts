import { describe, expect, it } from 'vitest';
import { requirementSentence } from '../../src/rightsize/requirement-sentence.ts';
import { requires } from './world.ts';

const of = (family: string, revision: number, field = 'containerDefinitions[0].image') =>
  requires('ecr:BatchGetImage', {
    family,
    field,
    taskDefinitionArn: `arn:aws:ecs:eu-west-1:123456789012:task-definition/${family}:${revision}`,
  });

describe('requirementSentence()', () => {
  it('names the newest revision of the first family and its first field, in whatever order they come', () => {
    const all = [of('web', 9), of('api', 9), of('api', 10, 'containerDefinitions[1].image'), of('api', 10)];
    const expected = 'containerDefinitions[0].image of api:10 in eu-west-1 (and 2 other task definitions) requires it.';
    expect(requirementSentence(all, 'requires')).toBe(expected);
    expect(requirementSentence(all.toReversed(), 'requires')).toBe(expected);
  });

  it('does not count two fields of one definition twice', () => {
    expect(requirementSentence([of('web', 9), of('web', 9, 'other')], 'may require')).toBe(
      'containerDefinitions[0].image of web:9 in eu-west-1 may require it.',
    );
  });
});
