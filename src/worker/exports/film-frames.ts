// The pictures of a film in their order, drawn as they are asked for.
import { ExportError } from '../../export/errors.ts'
import { picturesOnWall } from '../../export/film/kept-wall.ts'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { editsInFilm, filmPoints } from '../../gan/latent/film-points.ts'
import type { CancelSignal } from '../../spec/cancel.ts'
import { type Film, tooFewSteps } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { hasNetworks } from '../../spec/runs.ts'
import type { ExportedRun } from './exported-run.ts'
import { collected, type PictureGroups } from './picture-groups.ts'
import { RestoredNetworks } from './restored-networks.ts'

type Snapshots = Extract<Film, { kind: 'snapshots' }>
type Way = Exclude<Film, Snapshots>

/** In groups that training waits for, not frame by frame. @throws CancelledError */
export async function* drawWay(networks: RestoredNetworks, film: Way, frames: number, signal?: CancelSignal): PictureGroups {
  const space = await networks.spaceOf(editsInFilm(film), signal)
  yield* networks.drawIn(space, filmPoints(film, frames, space).flat())
}

/** A kept step, and for how many frames of the film it is shown. */
interface ShownSnapshot {
  readonly file: string
  readonly frames: number
  /** Its samples, where it keeps them as pictures; null: its networks draw them. */
  readonly kept: Pictures | null
}

/**
 * Evenly over the film: of more snapshots than frames some are passed over, and those that have neither these samples nor networks.
 * @throws ExportError where fewer than two are left
 */
export async function shownSnapshots(run: ExportedRun, { points }: Snapshots, frames: number): Promise<readonly ShownSnapshot[]> {
  const snapshots = (await run.record())?.snapshots ?? []
  const found = await Promise.all(
    snapshots.map(async (snapshot) => ({
      file: snapshot.file,
      draws: hasNetworks(snapshot),
      kept: await keptPictures(run, snapshot.file, points),
    })),
  )
  const usable = found.filter(({ draws, kept }) => kept !== null || draws)
  if (usable.length < 2) throw new ExportError(tooFewSteps(snapshots.length))
  const counts = usable.map(() => 0)
  for (let i = 0; i < frames; i++) {
    const at = Math.floor((i * usable.length) / frames)
    counts[at] = (counts[at] as number) + 1
  }
  return usable.map(({ file, kept }, i) => ({ file, kept, frames: counts[i] as number })).filter((shown) => shown.frames > 0)
}

/** A snapshot that is damaged has none. */
async function keptPictures(run: ExportedRun, file: string, points: Snapshots['points']): Promise<Pictures | null> {
  const { wall } = await run.pictures(file).catch(() => ({ wall: null }))
  return wall && picturesOnWall(wall, points)
}

/** One group for each snapshot: its networks are on the device only while they draw. */
export async function* drawSnapshots(run: ExportedRun, { points }: Snapshots, shown: readonly ShownSnapshot[]): AsyncGenerator<Pictures> {
  for (const { file, kept } of shown) {
    if (kept) {
      yield kept
      continue
    }
    const checkpoint = readCheckpoint(await run.state(file))
    yield await RestoredNetworks.during(checkpoint, run.onDevice, (networks) => collected(networks.draw(points)))
  }
}
