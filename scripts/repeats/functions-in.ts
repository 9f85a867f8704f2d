import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parse } from '@babel/parser';
import { boundNames, isFunction, isNode, type Node, namesWithin, nodesIn } from './syntax.ts';

/** A function with a name of its own: a declaration, a method, or a function that a constant or a property holds. */
export interface NamedFunction {
  readonly name: string;
  /** `src/base/format.ts:12`. */
  readonly at: string;
  readonly isExported: boolean;
  /** Equal for functions that do the same: without types, and whatever they and what they declare are called. */
  readonly shape: string;
  /** Syntax nodes that the shape is made of: 4 in `(x) => x.y`. */
  readonly size: number;
}

/** Names in force: what they stand for in a shape. */
type Scope = ReadonlyMap<string, string>;

/** Parts of a node that are types or places, or that only say how it is written. */
const NO_SHAPE = new Set(
  (
    'type start end loc extra leadingComments trailingComments innerComments typeAnnotation returnType typeParameters ' +
    'typeArguments superTypeArguments implements accessibility readonly override definite declare'
  ).split(' '),
);
/** What a function's own name stands for within it. */
const ITSELF = 'itself';
/** What only tells the compiler a type. */
const TYPED = /^(TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TSTypeAssertion|TSInstantiationExpression)$/;

/**
 * The named functions of a module, in the order of its text.
 *
 * @throws {SyntaxError} when `source` is no TypeScript.
 */
export function functionsIn(path: string, source: string): readonly NamedFunction[] {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  const body: readonly Node[] = nodesIn(program.body);
  const names = new ModuleNames(path, body);
  const exported = new Set(body.filter(({ type }) => type === 'ExportNamedDeclaration').flatMap(nodesBelowExport));
  const found: NamedFunction[] = [];
  // What a function inside another takes from it keeps its name: it is known by nothing else.
  const visit = (node: Node, outer: Scope): void => {
    const named = namedFunction(node);
    if (named !== undefined) {
      const writer = new ShapeWriter(names);
      const shape = writer.functionShape(
        named.node,
        isNode(node['id']) ? new Map([...outer, [named.name, ITSELF]]) : outer,
      );
      const line = (named.node['loc'] as { readonly start: { readonly line: number } }).start.line;
      const isExported = exported.has(node);
      found.push({ name: named.name, at: `${path}:${line}`, isExported, shape, size: writer.size });
    }
    const within = namesWithin(node).map((name) => [name, `outer ${name}`] as const);
    const inner = within.length === 0 ? outer : new Map([...outer, ...within]);
    for (const [key, part] of Object.entries(node))
      if (!NO_SHAPE.has(key)) for (const below of nodesIn(part)) visit(below, inner);
  };
  for (const node of body) visit(node, new Map());
  return found;
}

function nodesBelowExport(node: Node): readonly Node[] {
  const declaration = nodesIn(node['declaration']);
  return declaration.flatMap((one) => [one, ...nodesIn(one['declarations'])]);
}

function namedFunction(node: Node): { readonly name: string; readonly node: Node } | undefined {
  const key = node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration' ? node['id'] : node['key'];
  if (!isNode(key) || typeof key['name'] !== 'string') return undefined;
  const holder = /^(VariableDeclarator|ObjectProperty|ClassProperty)$/.test(node.type);
  const [held] = holder ? nodesIn(node['init'] ?? node['value']) : [node];
  return held !== undefined && isFunction(held) ? { name: key['name'], node: held } : undefined;
}

/** What the names at the top of a module stand for: an import for its module and name there, all else for how it is declared. */
class ModuleNames {
  readonly #declared = new Map<string, Node>();
  readonly #known = new Map<string, string>();

  constructor(path: string, body: readonly Node[]) {
    for (const node of body) {
      if (node.type === 'ImportDeclaration') this.#takeImports(path, node);
      const declaration = node.type === 'ExportNamedDeclaration' ? nodesIn(node['declaration']) : [node];
      for (const one of declaration.flatMap((each) => [each, ...nodesIn(each['declarations'])])) {
        if (one.type === 'VariableDeclaration') continue;
        for (const name of isNode(one['id']) ? boundNames(one['id']) : []) this.#declared.set(name, one);
      }
    }
  }

  #takeImports(path: string, node: Node): void {
    const { value: source } = node['source'] as unknown as { readonly value: string };
    const from = source.startsWith('.') ? posix.join(posix.dirname(path), source) : source;
    for (const one of nodesIn(node['specifiers'])) {
      const imported = isNode(one['imported']) ? String(one['imported']['name']) : one.type;
      for (const local of nodesIn(one['local'])) this.#known.set(String(local['name']), `${from}#${imported}`);
    }
  }

  standsFor(name: string): string {
    const known = this.#known.get(name);
    const declaration = this.#declared.get(name);
    if (known !== undefined || declaration === undefined) return known ?? name;
    // While its own declaration is written, a name stands for itself.
    this.#known.set(name, ITSELF);
    const writer = new ShapeWriter(this);
    const named = namedFunction(declaration);
    const shape =
      named === undefined
        ? writer.shape(declaration, new Map())
        : writer.functionShape(named.node, new Map([[named.name, ITSELF]]));
    const hash = createHash('sha256').update(shape).digest('hex').slice(0, 16);
    this.#known.set(name, hash);
    return hash;
  }
}

/** Writes the shape of one function, and counts what it is made of. */
class ShapeWriter {
  size = 0;
  readonly #module: ModuleNames;
  #locals = 0;

  constructor(names: ModuleNames) {
    this.#module = names;
  }

  functionShape(node: Node, scope: Scope): string {
    this.size += 1;
    const [body] = nodesIn(node['body']);
    const params = nodesIn(node['params']);
    const inner = this.#declare(scope, namesWithin(node));
    const kind = `${node['async'] === true ? 'async ' : ''}${node['generator'] === true ? '*' : ''}`;
    const block = body?.type === 'BlockStatement';
    // `x => y` is `x => { return y; }`.
    const text = block ? this.shape(body, inner) : `{ReturnStatement(argument:${this.shape(body, inner)})}`;
    return `${kind}function(${params.map((one) => this.shape(one, inner)).join()})${text}`;
  }

  shape(part: unknown, scope: Scope): string {
    if (Array.isArray(part))
      return `[${part
        .map((one) => this.shape(one, scope))
        .filter((one) => one !== '')
        .join()}]`;
    if (!isNode(part)) return typeof part === 'object' ? JSON.stringify(part) : String(part);
    if (TYPED.test(part.type)) return this.shape(part['expression'], scope);
    if (part.type.startsWith('TS')) return '';
    if (isFunction(part)) return `${this.#key(part, scope)}${this.functionShape(part, scope)}`;
    this.size += 1;
    if (part.type === 'Identifier') return this.#name(String(part['name']), scope);
    if (part.type === 'BlockStatement') {
      const inner = this.#declare(scope, namesWithin(part));
      return `{${nodesIn(part['body'])
        .map((one) => this.shape(one, inner))
        .join(';')}}`;
    }
    return this.#other(part, this.#declare(scope, namesWithin(part)));
  }

  #other(node: Node, scope: Scope): string {
    const keyed = 'key' in node || 'property' in node;
    const parts = Object.entries(node).filter(
      ([key]) => !NO_SHAPE.has(key) && key !== 'key' && key !== 'property' && key !== 'shorthand',
    );
    const shapes = parts.map(([key, part]) => `${key}:${this.shape(part, scope)}`);
    return `${keyed ? this.#key(node, scope) : ''}${node.type}(${shapes.join()})`;
  }

  /** The name of a property is not that of a variable. */
  #key(node: Node, scope: Scope): string {
    const key = node['key'] ?? node['property'];
    if (!isNode(key)) return '';
    return node['computed'] === true || key.type !== 'Identifier' ? `[${this.shape(key, scope)}]` : `.${key['name']} `;
  }

  #name(name: string, scope: Scope): string {
    return scope.get(name) ?? this.#module.standsFor(name);
  }

  #declare(scope: Scope, names: readonly string[]): Scope {
    return names.length === 0
      ? scope
      : new Map([...scope, ...names.map((name) => [name, `$${this.#locals++}`] as const)]);
  }
}
