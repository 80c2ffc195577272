// The frames of a film: drawn by the run's networks, or taken from the sample walls that its snapshots keep.
import { picturesOnWall } from '../../export/film/kept-wall.ts'
import { editsInFilm, filmPoints } from '../../gan/latent/film-points.ts'
import { directionsFor } from '../../player/directions/asked-directions.ts'
import { throwIfCancelled } from '../../spec/cancel.ts'
import type { FilmPlan } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'
import type { StoredRun } from '../../store/stored-run.ts'
import { UsageError } from '../errors.ts'
import type { PlannedFilm } from './film-options.ts'
import type { ExportJob } from './format.ts'
import { openDrawingRun } from './open-run.ts'

/** Pictures that are drawn at once. */
const DRAWN_TOGETHER = 64

/** @throws CancelledError once the job's signal is aborted */
export async function* framesOf({ film, plan }: PlannedFilm, job: ExportJob): AsyncGenerator<Pictures> {
  const frames = film.kind === 'snapshots' ? wallFrames(job.run, film.points, plan) : drawnFrames({ film, plan }, job)
  for await (const frame of frames) {
    throwIfCancelled(job.signal)
    yield frame
  }
}

async function* drawnFrames({ film, plan }: PlannedFilm, { run, options, signal }: ExportJob): AsyncGenerator<Pictures> {
  const { cells, size } = plan
  const together = Math.max(1, Math.floor(DRAWN_TOGETHER / cells))
  const { sampler, checkpoint, captureGenerator, dispose } = await openDrawingRun(run, options)
  try {
    const directions = await directionsFor(editsInFilm(film), captureGenerator, { signal })
    const frames = filmPoints(film, plan.frames, { ...sampler.space(checkpoint), ...(directions && { directions }) })
    for (let from = 0; from < frames.length; from += together) {
      const group = frames.slice(from, from + together)
      const { pixels } = await sampler.pictures(checkpoint, group.flat(), { directions })
      const length = 4 * size * size * cells
      for (let i = 0; i < group.length; i++) yield { count: cells, size, pixels: pixels.slice(i * length, (i + 1) * length) }
    }
  } finally {
    dispose()
  }
}

/** Each kept step is shown for as long as the others, or nearly so. */
async function* wallFrames(run: StoredRun, points: readonly SeedPoint[], { frames }: FilmPlan): AsyncGenerator<Pictures> {
  const steps = await readSteps(run, points)
  for (let i = 0; i < frames; i++) yield steps[Math.floor((i * steps.length) / frames)] as Pictures
}

/** @throws UsageError where there is nothing to be seen */
async function readSteps(run: StoredRun, points: readonly SeedPoint[]): Promise<Pictures[]> {
  const steps: Pictures[] = []
  for (const { file } of run.record.snapshots) {
    const { wall } = await run.pictures(file)
    if (wall) steps.push(picturesOnWall(wall, points) ?? refuse(wall))
  }
  if (steps.length > 1) return steps
  throw new UsageError('A film of snapshots needs two kept steps with samples, and this run has fewer: take --film walk or loop.')
}

function refuse({ seeds, classes }: SampleGrid): never {
  const ofClass = classes ? ', each of the class that its seed has' : ''
  throw new UsageError(`Snapshots keep the samples of the seeds ${seeds[0]} to ${seeds.at(-1)} only${ofClass}.`)
}
