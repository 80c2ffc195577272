// What a film will look like: a few of its pictures, drawn while its settings are being chosen.
import { readCheckpoint } from '../../gan/checkpoint.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { cellsOf, type Film } from '../../spec/films.ts'
import type { Pictures } from '../../spec/image-block.ts'
import type { ExportedRun } from './exported-run.ts'
import { drawSnapshots, drawWay, shownSnapshots } from './film-frames.ts'
import { collected } from './picture-groups.ts'
import { RestoredNetworks } from './restored-networks.ts'

interface FilmPreviewsDependencies {
  emit(event: TrainerEvent): void
  /** The run with this number; null where another one has replaced it. */
  run(number: number): ExportedRun | null
}

/** Pictures that are drawn at most, and the fewest of a film: as many as the device draws at once. */
const DRAWN = { pictures: 64, atLeast: 8 }
/** Some take networks of their own. */
const SNAPSHOTS = 8

export class FilmPreviews {
  private readonly deps: FilmPreviewsDependencies

  constructor(deps: FilmPreviewsDependencies) {
    this.deps = deps
  }

  /** Never rejects: without a preview the film can be made all the same. */
  async draw({ id, source, film }: Extract<Command, { type: 'preview-film' }>): Promise<void> {
    const run = this.deps.run(source.run)
    const preview = run && (await picturesOf(run, source.snapshot, film).catch(() => null))
    this.deps.emit({ type: 'film-preview', id, preview: preview && { pictures: preview, points: cellsOf(film) } })
  }
}

async function picturesOf(run: ExportedRun, snapshot: string | null, film: Film): Promise<Pictures> {
  if (film.kind === 'snapshots') {
    const shown = await shownSnapshots(run, film, SNAPSHOTS)
    return collected(drawSnapshots(run, film, shown))
  }
  const frames = Math.max(DRAWN.atLeast, Math.floor(DRAWN.pictures / cellsOf(film)))
  const checkpoint = readCheckpoint(await run.state(snapshot))
  return RestoredNetworks.during(checkpoint, run.onDevice, (networks) => collected(drawWay(networks, film, frames)))
}
