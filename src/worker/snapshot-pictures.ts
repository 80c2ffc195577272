// Answers the page when it asks for the pictures of a snapshot: of several requests the latest.
import type { TrainerEvent } from '../protocol.ts'
import type { SnapshotPictures } from '../spec/runs.ts'
import type { StoredRun } from '../store/stored-run.ts'

interface SnapshotPicturesDependencies {
  emit(event: TrainerEvent): void
  /** The files of the run as they are now; null where there are none. */
  stored(): Promise<Pick<StoredRun, 'record' | 'pictures'> | null>
}

export class SnapshotPicturesRequests {
  private readonly deps: SnapshotPicturesDependencies
  private readonly run: number
  private wanted: string | null = null

  constructor(deps: SnapshotPicturesDependencies, run: number) {
    this.deps = deps
    this.run = run
  }

  /** Never rejects: a snapshot that is damaged or was deleted meanwhile has no pictures. */
  async show(file: string): Promise<void> {
    this.wanted = file
    const pictures = await this.read(file)
    if (this.wanted === file) this.deps.emit({ type: 'snapshot', run: this.run, file, pictures })
  }

  private async read(file: string): Promise<SnapshotPictures> {
    const stored = await this.deps.stored().catch(() => null)
    const step = stored?.record.snapshots.find((snapshot) => snapshot.file === file)?.step ?? 0
    const none = { step, wall: null, panel: null }
    return stored ? stored.pictures(file).catch(() => none) : none
  }
}
