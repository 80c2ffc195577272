// The project file: a run with all of its states, and its images where they are wanted.
import type { PreparedSet } from '../../store/kept-set.ts'
import { writeProject } from '../../store/project-file.ts'
import { BUILTIN, openData } from '../files.ts'
import { importProgress } from '../logger.ts'
import { readContent } from './content.ts'
import type { ExportFormat, ExportJob } from './format.ts'

export const project: ExportFormat = {
  options: ['content', 'with-images', 'data'],
  async write(job) {
    const { run, options, onProgress } = job
    const content = readContent(options)
    const set = options.flag('with-images') ? await openImages(job) : null
    return { bytes: await writeProject(run, { snapshots: 'all', content, set }, { onProgress }) }
  },
}

/** Built-in sets come with the program: nobody needs them in a file. `--data` says where the images lie, if not where they lay. */
async function openImages({ run, options, context: { root }, logger }: ExportJob): Promise<PreparedSet | null> {
  const { source, preparation, leftOut } = run.record.images
  if (source.kind === 'builtin') {
    logger.info(`The images are the built-in set ${BUILTIN}${source.name}, which comes with the program: they are not put into the file.`)
    return null
  }
  const collection = await openData(options.text('data') ?? source.name, preparation, { root, onProgress: importProgress(logger) })
  return { collection: leftOut.length > 0 ? { ...collection, leftOut: new Set(leftOut) } : collection, preparation }
}
