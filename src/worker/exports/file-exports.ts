// Makes files of runs for elsewhere, one after another: opens the state, has its pictures drawn between the steps of a run that goes on, and passes
// them to what writes the file. Nothing stays of a file that is cancelled or fails: neither on the device nor on the disk.
import type { Command, TrainerEvent } from '../../protocol.ts'
import { throwIfCancelled } from '../../spec/cancel.ts'
import { WorkProgress } from '../../spec/work-progress.ts'
import type { ExportedRun } from './exported-run.ts'
import { describeFileFailure, FileFailure } from './failures.ts'
import { type ExportedState, openState, withFileJob } from './file-jobs.ts'
import { counted } from './picture-groups.ts'
import type { FilePath, TemporaryFiles } from './temporary-files.ts'
import type { WriteFile, WrittenFile } from './write-file.ts'

export type FileCommand = Extract<Command, { type: 'make-file' | 'cancel-file' }>
type MakeFile = Extract<Command, { type: 'make-file' }>

interface FileExportsDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly write: WriteFile
  readonly files: TemporaryFiles
  /** The run with this number; null where another one has replaced it. */
  run(number: number): ExportedRun | null
}

const MAKING = 'making'

export class FileExports {
  private readonly deps: FileExportsDependencies
  private readonly cancelling = new Map<number, AbortController>()
  private previous: Promise<void> = Promise.resolve()
  /** Of the last file that was made: it stays until the next one is begun. */
  private last: FilePath | null = null

  constructor(deps: FileExportsDependencies) {
    this.deps = deps
  }

  handle(command: FileCommand): void {
    switch (command.type) {
      case 'make-file': {
        const cancelling = new AbortController()
        this.cancelling.set(command.id, cancelling)
        this.previous = this.previous.then(() => this.make(command, cancelling.signal))
        return
      }
      case 'cancel-file':
        this.cancelling.get(command.id)?.abort()
        return
      default:
        command satisfies never
    }
  }

  /** Never rejects. */
  private async make(command: MakeFile, signal: AbortSignal): Promise<void> {
    const { id } = command
    const began = this.deps.now()
    try {
      throwIfCancelled(signal)
      const run = this.deps.run(command.source.run)
      if (!run) throw new FileFailure('ended')
      const state = await openState(run, command.source.snapshot)
      const { file, check } = await this.write(command, state, signal)
      const seconds = this.deps.now() - began
      this.deps.emit({ type: 'file-made', id, step: state.checkpoint.step, seconds, file, check })
    } catch (error) {
      this.deps.emit({ type: 'file-failed', id, sentence: describeFileFailure(error, signal.aborted) })
    } finally {
      this.cancelling.delete(id)
    }
  }

  private async write({ id, request }: MakeFile, state: ExportedState, signal: AbortSignal): Promise<WrittenFile> {
    const { files } = this.deps
    if (this.last) await files.remove(this.last)
    this.last = await files.newPath()
    const onProgress = this.progressOf(id)
    try {
      return await withFileJob(request, state, signal, (job, groups, { pictures, share }) => {
        const drawn = counted(groups, (count) => pictures > 0 && onProgress((share * count) / pictures))
        return this.deps.write(job, drawn, this.last, { signal, onProgress: (done) => onProgress(share + (1 - share) * done) })
      })
    } catch (error) {
      if (this.last) await files.remove(this.last)
      this.last = null
      throw error
    }
  }

  private progressOf(id: number): (share: number) => void {
    const work = new WorkProgress([{ name: MAKING, size: 1, guess: 1, onDevice: true }], new Map(), this.deps.now)
    return (done) => {
      const share = work.update(MAKING, done)
      if (this.cancelling.has(id)) this.deps.emit({ type: 'file-progress', id, share, left: work.secondsLeft() })
    }
  }
}
