/** How far an action reaches, as the Service Authorization Reference classes it. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';

const LETTERS: Readonly<Record<AccessLevel, string>> = {
  List: 'L',
  Read: 'R',
  Write: 'W',
  'Permissions management': 'P',
  Tagging: 'T',
};

const LEVELS: ReadonlyMap<string, AccessLevel> = new Map(
  Object.entries(LETTERS).map(([level, letter]) => [letter, level as AccessLevel]),
);

/** The level as one letter, the form that catalogue data keeps. */
export function letterOf(level: AccessLevel): string {
  return LETTERS[level];
}

/** The level that a letter of catalogue data stands for. */
export function levelOf(letter: string): AccessLevel | undefined {
  return LEVELS.get(letter);
}
