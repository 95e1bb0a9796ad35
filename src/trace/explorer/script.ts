/**
 * The page's script, made from the modules in page/: each is compiled TypeScript, and they share one scope, so joining
 * them is all the bundling there is. Built, the compiled files lie beside this one; in development TypeScript compiles
 * them on the spot.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** In an order in which whatever a module needs at load time comes before it. */
const MODULES = [
  ...[
    'dom',
    'run',
    'values',
    'titles',
    'filters',
    'view',
    'signs',
    'strokes',
    'lanes',
    'pointer',
    'rows',
    'chart',
  ],
  ...['happened', 'judged', 'node', 'earlier', 'detail', 'tale', 'controls', 'main'],
] as const

// Beside this file; or, where tests have joined the sources into one file, in the project around that.
const FOLDERS = ['./page/', ...[1, 2, 3, 4].map((up) => `${'../'.repeat(up)}src/trace/explorer/page/`)]

/** The whole script. */
export function pageScript(): string {
  const modules = MODULES.map((name) => joined(compiled(name)))
  const twice = duplicates(modules.flatMap(declared))
  const left = modules.find((module) => /^(?:import|export)\b/m.test(module))
  if (left !== undefined) throw new Error('defect: an import or export is left in the page')
  if (twice.length > 0) throw new Error(`defect: page modules both declare ${twice.join(', ')}`)
  return `'use strict'\n;(() => {\n${modules.join('\n')}\nstart()\n})()`
}

function compiled(name: string): string {
  const built = FOLDERS.map((folder) => new URL(`${folder}${name}.js`, import.meta.url)).find(existsSync)
  if (built !== undefined) return readFileSync(built, 'utf8')
  const found = FOLDERS.map((folder) => new URL(`${folder}${name}.ts`, import.meta.url)).find(existsSync)
  if (found === undefined)
    throw new Error(`defect: the page's module ${name} is nowhere near ${import.meta.url}`)
  const source = readFileSync(found, 'utf8')
  const { transpileModule, ScriptTarget, ModuleKind } = createRequire(import.meta.url)(
    'typescript',
  ) as typeof import('typescript')
  const compilerOptions = {
    target: ScriptTarget.ES2023,
    module: ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  }
  return transpileModule(source, { compilerOptions }).outputText
}

/** A compiled module without imports, exports and source map: in one scope there is nothing to fetch, nobody to serve. */
export function joined(code: string): string {
  return code
    .replace(/^import\b[^;]*?from\s+(['"])[^'"]+\1;?$/gm, '')
    .replace(/^export (?=(?:async )?(?:function|const|class|let)\b)/gm, '')
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '')
}

function declared(code: string): string[] {
  return [...code.matchAll(/^(?:async )?(?:function|const|class|let) (\w+)/gm)].map(
    ([, name]) => name as string,
  )
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, i) => names.indexOf(name) !== i)
}
