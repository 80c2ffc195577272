// Shows runs without training them: those that are kept, and the finished one that comes with the page, which a newcomer sees first.
import type { Command, TrainerEvent, ViewSource } from '../../protocol.ts'
import { readProject } from '../../store/project-file.ts'
import { historyOf, type RunStore } from '../../store/run-store.ts'
import type { ExportedRun } from '../exports/exported-run.ts'
import type { RunLocks } from './run-locks.ts'
import { type ShownRun, type ViewCommand, ViewedRun } from './viewed-run.ts'

interface ViewerDependencies {
  emit(event: TrainerEvent): void
  readonly runs: RunStore
  readonly locks: RunLocks
  /** The project file of the finished run. Rejects where the page has none. */
  loadExample(): Promise<Uint8Array>
  /** Resolves when there is a device. */
  ready(): Promise<unknown>
}

export class Viewer {
  private readonly deps: ViewerDependencies
  private viewed: ViewedRun | null = null

  constructor(deps: ViewerDependencies) {
    this.deps = deps
  }

  /** The number of the run that is shown; null where none is. */
  get run(): number | null {
    return this.viewed?.id ?? null
  }

  /** @param free resolves when what was there before has ended */
  view({ run, source }: Extract<Command, { type: 'view' }>, free: Promise<unknown>): void {
    const open = async () => {
      await free
      return source.kind === 'example' ? this.openExample() : this.openKept(source)
    }
    this.viewed = new ViewedRun({ ...this.deps, open, keptId: source.kind === 'example' ? null : source.id }, run)
    this.viewed.play()
  }

  /** Resolves when the pictures that are kept of it were told; at once where nothing is shown. */
  async told(): Promise<void> {
    await this.viewed?.kept
  }

  /** Commands to the run that is shown; those that name another one are ignored. */
  handle(command: ViewCommand): void {
    if (!('run' in command) || command.run === this.run) this.viewed?.handle(command)
  }

  /** What files are made from; null where it is not the run with this number that is shown. */
  exported(run: number): ExportedRun | null {
    return run === this.run ? (this.viewed?.exported ?? null) : null
  }

  /** Resolves when what it held is free. */
  async end(): Promise<void> {
    const { viewed } = this
    this.viewed = null
    await viewed?.end()
  }

  private async openKept({ id }: Extract<ViewSource, { kind: 'stored' }>): Promise<ShownRun> {
    const { runs, locks } = this.deps
    const stored = await runs.open(id)
    return { stored, history: await historyOf(stored, (await locks.held()).has(id)) }
  }

  /** Null where it is missing or broken: then the page is as it is without one. */
  private async openExample(): Promise<ShownRun | null> {
    try {
      const { run } = await readProject(await this.deps.loadExample())
      return { stored: run, history: await historyOf(run, false) }
    } catch {
      return null
    }
  }
}
