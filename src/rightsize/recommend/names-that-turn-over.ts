/** Forms of names that say that another resource will take its turn, with the sentence that says so. */
const TURNS: readonly (readonly [form: RegExp, why: string])[] = [
  [
    /(?<!\d)(?:19|20)\d{2}(?:[-_./]?(?:0[1-9]|1[0-2])(?:[-_./]?[0-3]\d)?)?(?!\d)/,
    'A name that was seen holds a date: the next one bears another.',
  ],
  [/(?<![a-z])(?:blue|green)(?![a-z])/i, 'A name that was seen is one of a pair of colours that take turns.'],
  [/(?<![a-z])v\d+(?![a-z0-9])/i, 'A name that was seen holds a version: the next one bears another.'],
];

/** Why the name of a resource is likely to be followed by another, as a sentence; undefined for one that looks lasting. */
export function turnsOver(arn: string): string | undefined {
  const name = nameOf(arn);
  return TURNS.find(([form]) => form.test(name))?.[1];
}

/** Without what changes from call to call: an object's key, a log stream, a secret's random ending. */
function nameOf(arn: string): string {
  const name = arn.split(':').slice(5).join(':');
  return arn.includes(':s3:::')
    ? name.replace(/\/.*$/, '')
    : name.replace(/:log-stream:.*$/, '').replace(/(?<=^secret:.*)-[A-Za-z0-9?]{6}$/, '');
}
