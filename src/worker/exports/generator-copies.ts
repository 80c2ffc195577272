// Copies of generators for whoever draws elsewhere, one at a time: of a run that goes on taken between two steps, of others from what is kept of them.
import { writeCopy } from '../../export/generator-copy.ts'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { Command, TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { ExportSource } from '../../spec/exports.ts'
import { messageOf } from '../../spec/words.ts'
import { StoredRunError } from '../../store/errors.ts'
import type { ExportedRun } from './exported-run.ts'
import { RestoredNetworks } from './restored-networks.ts'

interface GeneratorCopiesDependencies {
  emit(event: TrainerEvent): void
  /** The run with this number; null where another one has replaced it. */
  run(number: number): ExportedRun | null
}

type CopyCommand = Extract<Command, { type: 'copy-generator' }>

const ENDED = 'The run has ended: nothing new is drawn from it.'

export class GeneratorCopies {
  private readonly deps: GeneratorCopiesDependencies
  private waiting: CopyCommand[] = []
  private isCopying = false

  constructor(deps: GeneratorCopiesDependencies) {
    this.deps = deps
  }

  copy(command: CopyCommand): void {
    const isReplaced = ({ source }: CopyCommand) => isSame(source, command.source)
    for (const { id } of this.waiting.filter(isReplaced)) this.deps.emit({ type: 'generator-not-copied', id, sentence: null })
    this.waiting = [...this.waiting.filter((other) => !isReplaced(other)), command]
    void this.copyAll()
  }

  /** Never rejects. */
  private async copyAll(): Promise<void> {
    if (this.isCopying) return
    this.isCopying = true
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await this.answer(next)
    this.isCopying = false
  }

  private async answer({ id, source }: CopyCommand): Promise<void> {
    try {
      const run = this.deps.run(source.run)
      if (!run) throw new CancelledError(ENDED)
      this.deps.emit({ type: 'generator-copied', id, copy: writeCopy(await generatorOf(run, source.snapshot)) })
    } catch (error) {
      this.deps.emit({ type: 'generator-not-copied', id, sentence: describe(error) })
    }
  }
}

async function generatorOf(run: ExportedRun, file: string | null): Promise<InferenceGenerator> {
  if (file === null && run.generator) return run.generator()
  const checkpoint = readCheckpoint(await run.state(file))
  return RestoredNetworks.during(checkpoint, run.onDevice, (networks) => networks.generator())
}

function isSame(a: ExportSource, b: ExportSource): boolean {
  return a.run === b.run && a.snapshot === b.snapshot
}

function describe(error: unknown): string {
  if (error instanceof CancelledError) return ENDED
  if (error instanceof CheckpointError || error instanceof StoredRunError) return error.message
  return `The generator could not be copied: ${messageOf(error)}`
}
