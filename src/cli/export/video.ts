// A film as a video, by the encoder of a browser.
import { ExportError } from '../../export/errors.ts'
import { framesOf } from './film-frames.ts'
import { FILM_OPTIONS, readFilm } from './film-options.ts'
import type { ExportFormat } from './format.ts'

export const mp4 = video('mp4')
export const webm = video('webm')

function video(format: 'mp4' | 'webm'): ExportFormat {
  return {
    options: FILM_OPTIONS,
    async write(job) {
      const planned = await readFilm(format, job.run, job.options)
      const encode = job.context.browserEncoder?.()
      if (!encode) {
        throw new ExportError(
          'Videos are encoded by Chrome or Chromium, and none was found: name one in QUARTERTURN_BROWSER, or take --format gif or png.',
        )
      }
      const made = await encode(framesOf(planned, job), planned.plan, job.target, job.onProgress)
      if ('refused' in made) throw new ExportError(made.refused)
      return { bytes: null, check: made.check }
    },
  }
}
