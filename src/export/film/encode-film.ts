// A film as a file, in the format that its settings say.
import type { WorkOptions } from '../../spec/cancel.ts'
import type { ExportCheck } from '../../spec/exports.ts'
import type { FilmPlan } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { FilmTarget } from './frame.ts'
import { encodeGif } from './gif.ts'
import { encodeVideo } from './video.ts'

/**
 * @param frames the pictures of each frame, in order: `plan.frames` times `plan.cells`, each of `plan.size`
 * @param options `onProgress` gets the share that is done; `signal` ends the work between two frames
 * @returns how far the pictures of the file are from those of the frames
 * @throws ExportError where this browser cannot encode such a film, CancelledError, and whatever `frames` and `target` throw; once the promise
 * is settled nothing more is written, so that an unfinished file can be removed
 */
export async function encodeFilm(
  frames: AsyncIterable<Pictures>,
  plan: FilmPlan,
  target: FilmTarget,
  options: WorkOptions = {},
): Promise<ExportCheck | null> {
  const { format } = plan.settings
  return format === 'gif' ? encodeGif(frames, plan, target, options) : encodeVideo(frames, plan, format, target, options)
}
