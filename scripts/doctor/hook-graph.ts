import type { TextFile } from './text-file'
import ts from 'typescript'
import { resolveImport } from './reachable'

/** Functions of a script: what each calls by name. `''` is whatever is called anywhere in the file. */
interface Script {
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>
  /** Local names, with the file and the name that they come from. */
  readonly imports: ReadonlyMap<string, { readonly from: string, readonly name: string }>
  /** Files whose exports are passed on whole. */
  readonly passedOn: readonly string[]
}

/** Tells which of some hooks a file registers: itself, through functions that it calls or, `withComponents`, through what it draws. */
export type HooksOf = (file: string, withComponents: boolean) => ReadonlySet<string>

/**
 * Follows calls through a mini-program's scripts.
 * @param scripts everything that is executed, comments blanked out
 * @param hooks the names to look for
 * @param inputDir what `@/` means
 */
export function hookGraph(scripts: readonly TextFile[], hooks: readonly string[], inputDir: string): HooksOf {
  const files = new Map(scripts.map(({ file, text }) => [file, text]))
  const parsed = new Map<string, Script>()
  let withComponents = false
  const scriptOf = (file: string): Script => {
    const known = parsed.get(file) ?? parseScript(files.get(file) ?? '')
    parsed.set(file, known)
    return known
  }

  function collect(file: string, name: string, seen: Set<string>, into: Set<string>): void {
    const key = `${file}\0${name}`
    if (seen.has(key))
      return
    seen.add(key)
    const script = scriptOf(file)
    for (const called of script.calls.get(name) ?? []) {
      if (hooks.includes(called))
        into.add(called)
      else
        follow(file, called, seen, into)
    }
    // Passed on by name or whole, or a component that is drawn.
    if (!script.calls.has(name))
      follow(file, name, seen, into)
    if (name === '' && withComponents) {
      for (const [local, { from }] of script.imports) {
        if (from.endsWith('.vue'))
          follow(file, local, seen, into)
      }
    }
  }

  function follow(file: string, name: string, seen: Set<string>, into: Set<string>): void {
    const script = scriptOf(file)
    if (script.calls.has(name) && name !== '') {
      collect(file, name, seen, into)
      return
    }
    const imported = script.imports.get(name)
    for (const { from, name: other } of imported ? [imported] : script.passedOn.map(from => ({ from, name }))) {
      const target = resolveImport(from, file, inputDir, one => files.has(one))
      if (target)
        collect(target, target.endsWith('.vue') ? '' : other, seen, into)
    }
  }

  return (file, components) => {
    withComponents = components
    const into = new Set<string>()
    collect(file, '', new Set(), into)
    return into
  }
}

function parseScript(text: string): Script {
  const tree = ts.createSourceFile('script.tsx', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS)
  const calls = new Map<string, Set<string>>()
  const imports = new Map<string, { from: string, name: string }>()
  const passedOn: string[] = []
  const note = (owners: readonly string[], called: string): void => {
    for (const owner of owners) calls.set(owner, (calls.get(owner) ?? new Set()).add(called))
  }

  function visit(node: ts.Node, owners: readonly string[]): void {
    if (ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier))
      return noteModule(node)
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
      note(owners, node.expression.text)
    const name = functionName(node)
    if (name && !calls.has(name))
      calls.set(name, new Set())
    ts.forEachChild(node, child => visit(child, name ? [...owners, name] : owners))
  }

  function noteModule(node: ts.ImportDeclaration | ts.ExportDeclaration): void {
    const from = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : ''
    if (ts.isExportDeclaration(node)) {
      if (node.exportClause && ts.isNamedExports(node.exportClause))
        node.exportClause.elements.forEach(one => imports.set(one.name.text, { from, name: (one.propertyName ?? one.name).text }))
      else
        passedOn.push(from)
      return
    }
    const clause = node.importClause
    if (clause?.name)
      imports.set(clause.name.text, { from, name: 'default' })
    if (clause?.namedBindings && ts.isNamedImports(clause.namedBindings))
      clause.namedBindings.elements.forEach(one => imports.set(one.name.text, { from, name: (one.propertyName ?? one.name).text }))
  }

  calls.set('', new Set())
  visit(tree, [''])
  return { calls, imports, passedOn }
}

function functionName(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node))
    return node.name?.text ?? 'default'
  const isFunction = (value: ts.Node | undefined): boolean => value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isFunction(node.initializer))
    return node.name.text
  return ts.isExportAssignment(node) && isFunction(node.expression) ? 'default' : null
}
