/** The typed reference: src/index.ts and spec/, every exported symbol documented; a warning is an error. */
import { join } from 'node:path'
import { Application, type DeclarationReflection, type ProjectReflection, ReflectionType } from 'typedoc'
import { below, exists, ROOT, SITE } from './files.ts'

/** Writes it into the site. Returns the number of errors and warnings, which are printed. */
export async function writeApi(): Promise<number> {
  const entryPoints = ['src/index.ts', ...below('spec').filter((path) => path.endsWith('.ts'))].filter(exists)
  const app = await Application.bootstrap({
    entryPoints: entryPoints.map((path) => join(ROOT, path)),
    basePath: ROOT,
    displayBasePath: ROOT,
    out: join(SITE, 'api'),
    name: 'strongroom: API, types and model',
    readme: 'none',
    tsconfig: join(ROOT, 'tsconfig.json'),
    skipErrorChecking: true,
    excludeInternal: false,
    disableGit: true,
    gitRevision: 'here',
    sourceLinkTemplate: '../../source/{path}.html#L{line}',
    githubPages: false,
    hideGenerator: true,
    navigationLinks: { 'Review site': '../index.html' },
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
  })
  const project = await app.convert()
  if (project === undefined) return 1
  app.validate(project)
  await app.generateDocs(project, join(SITE, 'api'))
  const silent = undocumented(project)
  for (const line of silent) console.error(line)
  return app.logger.errorCount + app.logger.warningCount + silent.length
}

// Every exported symbol says what it is; the members of an interface may leave it to their names.
function undocumented(project: ProjectReflection): string[] {
  const modules = project.children ?? []
  return modules.flatMap((module) =>
    (module.children ?? [])
      .filter((symbol) => !symbol.isReference() && !isDocumented(symbol))
      .map(({ name }) => `${module.name}.ts: ${name} has no docstring`),
  )
}

function isDocumented(symbol: DeclarationReflection): boolean {
  const { type } = symbol
  const inner = type instanceof ReflectionType ? (type.declaration.signatures ?? []) : []
  return (
    symbol.hasComment() ||
    [...(symbol.signatures ?? []), ...inner].some((signature) => signature.hasComment())
  )
}
