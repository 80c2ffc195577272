// The pictures of a film in their order, drawn as they are asked for.
import { ExportError } from '../../export/errors.ts'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { filmFrames } from '../../spec/film-frames.ts'
import { type Film, TOO_FEW_SNAPSHOTS } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { SnapshotInfo } from '../../spec/runs.ts'
import type { ExportedRun } from './exported-run.ts'
import type { PictureGroups } from './picture-groups.ts'
import { RestoredNetworks } from './restored-networks.ts'

type Snapshots = Extract<Film, { kind: 'snapshots' }>
type Way = Exclude<Film, Snapshots>

/** In groups that training waits for, not frame by frame. */
export function drawWay(networks: RestoredNetworks, film: Way, frames: number): PictureGroups {
  return networks.draw(filmFrames(film, frames).flat())
}

/** A kept step, and for how many frames of the film it is shown. */
export interface ShownSnapshot {
  readonly file: string
  readonly frames: number
}

/** Evenly over the film: of more snapshots than frames some are passed over. Those without networks cannot be drawn. @throws ExportError */
export function shownSnapshots(snapshots: readonly SnapshotInfo[], frames: number): readonly ShownSnapshot[] {
  const drawable = snapshots.filter(({ content }) => content !== 'pictures')
  if (drawable.length < 2) throw new ExportError(TOO_FEW_SNAPSHOTS)
  const shown = new Map<string, number>()
  for (let i = 0; i < frames; i++) {
    const { file } = drawable[Math.floor((i * drawable.length) / frames)] as SnapshotInfo
    shown.set(file, (shown.get(file) ?? 0) + 1)
  }
  return Array.from(shown, ([file, count]) => ({ file, frames: count }))
}

/** One group for each snapshot: its networks are on the device only while they draw. */
export async function* drawSnapshots(run: ExportedRun, { points }: Snapshots, shown: readonly ShownSnapshot[]): AsyncGenerator<Pictures> {
  for (const { file } of shown) {
    const checkpoint = readCheckpoint(await run.state(file))
    yield* await RestoredNetworks.during(checkpoint, run.onDevice, async (networks) => {
      const groups: Pictures[] = []
      for await (const group of networks.draw(points)) groups.push(group)
      return groups
    })
  }
}
