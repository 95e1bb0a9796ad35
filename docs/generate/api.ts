/** The typed reference: src/index.ts and spec/, every exported symbol documented; a warning is an error. */
import { join } from 'node:path'
import { Application } from 'typedoc'
import { below, exists, ROOT, SITE } from './files.ts'

/** Writes it into the site. Returns the number of errors and warnings; typedoc prints them. */
export async function writeApi(): Promise<number> {
  const entryPoints = ['src/index.ts', ...below('spec').filter((path) => path.endsWith('.ts'))].filter(exists)
  const app = await Application.bootstrap({
    entryPoints: entryPoints.map((path) => join(ROOT, path)),
    basePath: ROOT,
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
    validation: { notExported: false, invalidLink: true, notDocumented: true },
    requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable', 'Enum'],
    treatWarningsAsErrors: true,
  })
  const project = await app.convert()
  if (project === undefined) return 1
  app.validate(project)
  await app.generateOutputs(project)
  await app.generateDocs(project, join(SITE, 'api'))
  return app.logger.errorCount + app.logger.warningCount
}
