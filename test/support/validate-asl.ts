// @ts-expect-error -- the package has no types of its own
import validator from 'asl-validator';

const validate: (definition: unknown) => { readonly isValid: boolean; readonly errors: readonly unknown[] } = validator;

/** What is wrong with a state machine's definition; empty where it is valid Amazon States Language. */
export function aslProblems(definition: unknown): readonly unknown[] {
  const { isValid, errors } = validate(definition);
  return isValid ? errors : [...errors, 'it is not valid'];
}
