/** The oldest Node.js that runs this program, as `engines` in package.json says: older ones lack methods that it calls. */
const OLDEST = { major: 22, minor: 12 };

/** What is wrong with this version of Node.js (`process.versions.node`), or undefined where it is new enough. */
export function nodeVersionProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined;
  return `Cannot run on Node.js ${version}: expected ${OLDEST.major}.${OLDEST.minor} or later, as "npm run -s cli -- …" uses in the project`;
}
