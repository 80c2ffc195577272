// The runs kept in this browser, as the page manages them: listed, renamed, deleted, thinned, read, and taken to and from other machines.
import type { Command, TrainerEvent } from '../../protocol.ts'
import type { StoredRuns } from '../../spec/runs.ts'
import { messageOf } from '../../spec/words.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { RunExport } from './run-export.ts'
import type { RunImport } from './run-import.ts'
import { thinSteps } from './thin-steps.ts'

export type StoredRunsCommand = Extract<
  Command,
  {
    type:
      | 'list-runs'
      | 'rename-run'
      | 'delete-run'
      | 'restore-run'
      | 'delete-damaged-run'
      | 'thin-run'
      | 'read-run'
      | 'export-run'
      | 'cancel-export'
      | 'import-run'
      | 'cancel-import-run'
  }
>

interface StoredRunsDependencies {
  emit(event: TrainerEvent): void
  readonly runs: RunStore
  readonly exporting: RunExport
  readonly importing: RunImport
  /** The run that is trained on this page; null where none is. */
  trained(): TrainedRun | null
}

interface TrainedRun {
  /** Among the kept runs; null where it is not kept. */
  readonly keptId: string | null
  /** Tells the page which of its snapshots are kept. */
  tellSnapshots(): void
}

const IS_TRAINED = 'The run could not be deleted: it is being trained on this page. End it first.'

export class StoredRunsManager {
  private readonly deps: StoredRunsDependencies

  constructor(deps: StoredRunsDependencies) {
    this.deps = deps
  }

  handle(command: StoredRunsCommand): void {
    const { runs, exporting, importing } = this.deps
    switch (command.type) {
      case 'list-runs':
        void this.emitRuns(runs.list())
        return
      case 'rename-run':
        void this.emitRuns(runs.rename(command.id, command.name))
        return
      case 'delete-run':
        void this.emitRuns(this.trained(command.id) ? runs.list(IS_TRAINED) : runs.remove(command.id))
        return
      case 'restore-run':
        void this.emitRuns(runs.restore(command.id))
        return
      case 'delete-damaged-run':
        void this.emitRuns(runs.removeDamaged(command.id))
        return
      case 'thin-run':
        void this.thin(command.id)
        return
      case 'read-run':
        void this.read(command.id)
        return
      case 'export-run':
        void exporting.run(command.id, command.withImages)
        return
      case 'cancel-export':
        exporting.cancel(command.id)
        return
      case 'import-run':
        void importing.run(command.file)
        return
      case 'cancel-import-run':
        importing.cancel()
        return
      default:
        command satisfies never
    }
  }

  private trained(id: string): TrainedRun | null {
    const trained = this.deps.trained()
    return trained?.keptId === id ? trained : null
  }

  private async thin(id: string): Promise<void> {
    const stored = await this.deps.runs.thin(id)
    this.trained(id)?.tellSnapshots()
    this.deps.emit({ type: 'runs', stored })
  }

  private async emitRuns(listing: Promise<StoredRuns>): Promise<void> {
    this.deps.emit({ type: 'runs', stored: await listing })
  }

  private async read(id: string): Promise<void> {
    const { emit, runs } = this.deps
    try {
      const history = await runs.history(id)
      emit({ type: 'run-history', id, history: { ...history, events: thinSteps(history.events) } })
    } catch (error) {
      await this.emitRuns(runs.list(`The run could not be opened: ${messageOf(error)}`))
    }
  }
}
