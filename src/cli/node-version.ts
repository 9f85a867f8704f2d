/** The oldest major version of Node.js that runs this program: older ones lack methods that it calls. */
const OLDEST_MAJOR = 24;

/** What is wrong with this version of Node.js (`process.versions.node`), or undefined where it is new enough. */
export function nodeVersionProblem(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return undefined;
  return `Cannot run on Node.js ${version}: expected ${OLDEST_MAJOR} or later, as "npm run -s cli -- …" uses in the project`;
}
