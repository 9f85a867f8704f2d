// Says in a sentence what a Node.js that runs no TypeScript would say in a stack trace. Plain JavaScript, so that it is what that version can run.
const { node } = process.versions;
const [major = 0, minor = 0] = node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Cannot build on Node.js ${node}: expected 22.18 or later. npm installs one beside the dependencies, by a script: where scripts are off (npm ci --ignore-scripts), type "npm rebuild node --ignore-scripts=false", or use a newer Node.js of your own`,
  );
  process.exitCode = 1;
}
