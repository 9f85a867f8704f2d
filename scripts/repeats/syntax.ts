/** A node of a syntax tree, as ESTree and Babel write it. */
export interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

/** True for what has a node's form. */
export function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string';
}

/** The nodes that a part of a node is or lists. */
export function nodesIn(part: unknown): readonly Node[] {
  return Array.isArray(part) ? part.filter(isNode) : isNode(part) ? [part] : [];
}

/** The names that a pattern binds: `a`, `b` and `c` of `{ a, x: [b = 1], ...c }`. */
export function boundNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern['name'])];
    case 'ObjectPattern':
      return nodesIn(pattern['properties']).flatMap(boundNames);
    case 'ArrayPattern':
      return nodesIn(pattern['elements']).flatMap(boundNames);
    case 'ObjectProperty':
      return nodesIn(pattern['value']).flatMap(boundNames);
    case 'AssignmentPattern':
      return nodesIn(pattern['left']).flatMap(boundNames);
    case 'RestElement':
      return nodesIn(pattern['argument']).flatMap(boundNames);
    default:
      return [];
  }
}

/** The names that a statement declares in the block around it. */
export function declaredNames(statement: Node): readonly string[] {
  if (statement.type === 'VariableDeclaration') {
    return nodesIn(statement['declarations'])
      .flatMap((one) => nodesIn(one['id']))
      .flatMap(boundNames);
  }
  const named = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration';
  return named ? nodesIn(statement['id']).flatMap(boundNames) : [];
}

const FUNCTION =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|Class(Private)?Method)$/;

/** True for whatever has parameters and a body. */
export function isFunction(node: Node): boolean {
  return FUNCTION.test(node.type);
}

/** The names that hold within a node because it binds them: parameters, what a block declares, the head of a loop or `catch`. */
export function namesWithin(node: Node): readonly string[] {
  if (isFunction(node)) return nodesIn(node['params']).flatMap(boundNames);
  if (node.type === 'BlockStatement') return nodesIn(node['body']).flatMap(declaredNames);
  if (node.type === 'CatchClause') return nodesIn(node['param']).flatMap(boundNames);
  return /^For/.test(node.type) ? nodesIn(node['init'] ?? node['left']).flatMap(declaredNames) : [];
}
