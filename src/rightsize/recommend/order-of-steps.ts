/** The order of a change in one sentence, for where there is room for no more. */
export const ORDER_IN_SHORT = 'Add the new policy, watch, then detach the old ones, in one environment first.';

/** What is done one after the other to make a change, as sentences; nothing is taken away before its place is filled. */
export function orderOfSteps(change: {
  readonly documents: readonly unknown[];
  readonly replaces: readonly unknown[];
}): readonly string[] {
  const { documents, replaces } = change;
  return [
    ...(documents.length === 0
      ? []
      : [
          'Add the new policy, and leave the old ones: nothing is taken away yet.',
          'Watch that tasks start and run as before.',
        ]),
    ...(replaces.length === 0
      ? []
      : [
          'Detach or delete the policies that it replaces, in one environment first, and watch for AccessDenied.',
          'If something is refused, attach the old policy again: the next audit names what is missed (removed-and-missed).',
        ]),
  ];
}
