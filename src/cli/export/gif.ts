// A film as an animated GIF.
import { encodeGif } from '../../export/film/gif.ts'
import { framesOf } from './film-frames.ts'
import { FILM_OPTIONS, readFilm } from './film-options.ts'
import type { ExportFormat } from './format.ts'

export const gif: ExportFormat = {
  options: FILM_OPTIONS,
  async write(job) {
    const planned = await readFilm('gif', job.run, job.options)
    return { bytes: null, check: await encodeGif(framesOf(planned, job), planned.plan, job.target, job) }
  },
}
