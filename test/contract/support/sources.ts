import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Every source file below `folder`, relative to the repository, `/`-separated and sorted. */
export const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && ending.test(entry.name))
    .map(entry => path.join(entry.parentPath, entry.name).replaceAll(path.sep, '/'))
    .sort();

export const parse = (file: string, text = readFileSync(file, 'utf8')): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** Every node of the tree, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

export interface Import {
  readonly specifier: string;
  /** Nothing of it is left after compilation. */
  readonly typeOnly: boolean;
}

/** Static, dynamic and re-exporting imports, and `import('…')` types. */
export function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Expression | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  for (const node of nodesOf(source)) {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isModuleLoad(node.expression)) add(node.arguments[0], false);
  }
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    !clause.name && !!bindings && ts.isNamedImports(bindings) && bindings.elements.every(e => e.isTypeOnly)
  );
}

const isModuleLoad = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');

/** Members of an interface by name, as TypeScript sees them. */
export function interfaceMembers(source: ts.SourceFile, name: string): Map<string, ts.PropertySignature> {
  for (const node of nodesOf(source)) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) continue;
    const members = node.members.filter(ts.isPropertySignature);
    return new Map(members.map(member => [memberName(member.name), member]));
  }
  throw new Error(`${source.fileName} declares no interface ${name}`);
}

const memberName = (name: ts.PropertyName): string =>
  ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText();
