import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';

/** An `@example` in the docstring of an exported function. */
export interface DocstringExample {
  /** The file, relative to the working directory. */
  readonly path: string;
  /** The function that the docstring belongs to. */
  readonly name: string;
  /** The code between the fences. */
  readonly lines: readonly string[];
}

const DOCSTRING = /\/\*\*(?<text>(?:(?!\*\/)[\s\S])*)\*\/\n(?<after>.*)/g;
const EXPORTED = /^export (?:async )?(?:function\*?|const) (?<name>\w+)/;
const IMPORT = /^import (?<what>.*) from '(?<from>\.[^']*)';$/;
/** `expression; // → value` */
const CHECK = /^(?<given>.+?);? \/\/ → (?<expected>.+)$/;

/**
 * The examples of a file.
 *
 * @throws {Error} when an example is of no exported function, has no fence, or checks nothing
 */
export function examplesIn(path: string, text: string): readonly DocstringExample[] {
  return [...text.matchAll(DOCSTRING)].flatMap(({ groups = {} }) => {
    const [, ...blocks] = (groups['text'] ?? '').split(/^ *\* @example\b/m);
    return blocks.map((block) => {
      const name = EXPORTED.exec(groups['after'] ?? '')?.groups?.['name'];
      if (name === undefined) throw new Error(`Cannot read an example of ${path}: expected an export behind it`);
      const lines = block.split('\n').map((line) => line.replace(/^ *\* ?/, ''));
      const first = lines.indexOf('```ts');
      const last = lines.indexOf('```');
      const code = first < 0 ? [] : lines.slice(first + 1, last);
      if (!code.some((line) => CHECK.test(line) && line.includes(name))) {
        throw new Error(
          `Cannot read the example of ${name} in ${path}: expected \`\`\`ts and a line "${name}(…); // → …"`,
        );
      }
      return { path, name, lines: code };
    });
  });
}

/**
 * Runs an example by Node.js itself, as a reader would. Its own function is imported; others it imports by paths relative to its file.
 *
 * @throws {Error} when it cannot run, or a value is not the one behind its arrow
 */
export async function runExample({ path, name, lines }: DocstringExample): Promise<void> {
  const urlOf = (file: string): string => JSON.stringify(pathToFileURL(file).href);
  const code = lines.map((line) => {
    const { what, from } = IMPORT.exec(line)?.groups ?? {};
    if (from !== undefined) return `import ${what} from ${urlOf(posix.join(posix.dirname(path), from))};`;
    const { given, expected } = CHECK.exec(line)?.groups ?? {};
    return given === undefined ? line : `deepStrictEqual(${given}, ${expected});`;
  });
  const head = [`import { deepStrictEqual } from 'node:assert';`, `import { ${name} } from ${urlOf(path)};`];
  await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent([...head, ...code].join('\n'))}`);
}
