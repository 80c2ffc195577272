// A kept run as a project file, with its images or without.
import type { TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { RunImages } from '../../spec/runs.ts'
import { messageOf } from '../../spec/words.ts'
import { FolderError, StoredRunError } from '../../store/errors.ts'
import type { PreparedSet } from '../../store/kept-set.ts'
import { writeProject } from '../../store/project-file.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { SetStore } from '../../store/set-store.ts'
import type { StoredRun } from '../../store/stored-run.ts'

interface RunExportDependencies {
  emit(event: TrainerEvent): void
  readonly runs: RunStore
  readonly sets: SetStore
}

const ATTEMPTS = 3

export class RunExport {
  private readonly deps: RunExportDependencies
  /** Those under way, by the id of the run. */
  private readonly cancelling = new Map<string, AbortController>()

  constructor(deps: RunExportDependencies) {
    this.deps = deps
  }

  /** Unless the same run is being exported already. Never rejects. */
  async run(id: string, withImages: boolean): Promise<void> {
    if (this.cancelling.has(id)) return
    const { emit, runs } = this.deps
    const cancelling = new AbortController()
    this.cancelling.set(id, cancelling)
    try {
      const { run, bytes } = await this.write(id, withImages, cancelling.signal)
      const { name, step } = run.record
      emit({ type: 'project-file', id, name, step, bytes })
      await runs.noteExport(id) // cannot be noted while another tab trains the run, and is exported all the same
      emit({ type: 'runs', stored: await runs.list() })
    } catch (error) {
      emit({ type: 'project-failed', id, sentence: error instanceof CancelledError ? null : messageOf(error) })
    } finally {
      this.cancelling.delete(id)
    }
  }

  cancel(id: string): void {
    this.cancelling.get(id)?.abort()
  }

  /** Where the run is trained meanwhile, a snapshot may be dropped, or the history be written to, while it is read: then all begins again. */
  private async write(
    id: string,
    withImages: boolean,
    signal: AbortSignal,
    attempts = ATTEMPTS,
  ): Promise<{ run: StoredRun; bytes: Uint8Array<ArrayBuffer> }> {
    const run = await this.deps.runs.open(id)
    const set = withImages ? await this.setOf(run.record.images) : null
    const onProgress = (share: number) => this.deps.emit({ type: 'project-progress', id, share })
    try {
      const bytes = await writeProject(run, { snapshots: 'all', content: 'state', set }, { onProgress, signal })
      return { run, bytes }
    } catch (error) {
      if (attempts === 1 || !(error instanceof FolderError)) throw error
      return this.write(id, withImages, signal, attempts - 1)
    }
  }

  /** Null for what every page brings along. @throws StoredRunError where the images are not kept */
  private async setOf({ source, leftOut, label }: RunImages): Promise<PreparedSet | null> {
    if (source.kind === 'builtin') return null
    if (source.kind === 'own') throw new StoredRunError('missing', `The images of “${label}” are not kept here: save the run without them.`)
    const { collection, preparation } = await this.deps.sets.open(source.key, source.name)
    return { collection: { ...collection, leftOut: new Set(leftOut) }, preparation } // others may have been left out since
  }
}
