// The runs kept in this browser, as the page manages them: listed, renamed, deleted, thinned, read, and taken to and from other machines.
import type { Command, TrainerEvent } from '../protocol.ts'
import type { StoredRuns } from '../spec/runs.ts'
import { messageOf } from '../spec/words.ts'
import type { RunStore } from '../store/run-store.ts'
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
}

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
        void this.emitRuns(runs.remove(command.id))
        return
      case 'restore-run':
        void this.emitRuns(runs.restore(command.id))
        return
      case 'delete-damaged-run':
        void this.emitRuns(runs.removeDamaged(command.id))
        return
      case 'thin-run':
        void this.emitRuns(runs.thin(command.id))
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
