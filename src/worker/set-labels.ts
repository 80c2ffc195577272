// Commands about the labels of the open set: they are read, replaced by a person's own, taken from a table, and written as one.
import type { Collection } from '../data/collection.ts'
import { LabelTableError } from '../data/errors.ts'
import { labelsAsTable, labelsOf, whyNoLabels } from '../data/labels/set-labels.ts'
import { checkTableSize } from '../data/labels/table-text.ts'
import type { Command, TrainerEvent } from '../protocol.ts'
import type { GivenLabels } from '../spec/classes.ts'
import type { FileLike } from '../spec/files.ts'
import { messageOf } from '../spec/words.ts'
import { yieldToEvents } from '../tensor/scheduling.ts'

export type LabelCommand = Extract<Command, { type: 'read-labels' | 'label-images' | 'read-label-file' | 'export-labels' }>

export interface SetLabelsDependencies {
  /** The open set as it is now; null where it is another one than a command is for. */
  collection(id: number): Collection | null
  /** Gives it a person's labels, or takes them away. */
  label(labels: GivenLabels | null): void
  emit(event: TrainerEvent): void
}

export class SetLabels {
  private readonly deps: SetLabelsDependencies
  /** The table that is read now: a newer one takes its place. */
  private reading: FileLike | null = null

  constructor(deps: SetLabelsDependencies) {
    this.deps = deps
  }

  handle(command: LabelCommand): void {
    const { collection, label, emit } = this.deps
    const { id } = command
    const set = collection(id)
    if (!set) return
    switch (command.type) {
      case 'read-labels':
        emit({ type: 'set-labels', id, labels: copyOf(labelsOf(set)) })
        return
      case 'label-images': {
        const problem = command.labels && whyNoLabels(command.labels, set.count)
        if (problem) emit({ type: 'label-file-failed', id, sentence: `${problem} Nothing was changed.` })
        label(problem ? (set.givenLabels ?? null) : ownOf(command.labels))
        return
      }
      case 'read-label-file':
        void this.readTable(command)
        return
      case 'export-labels':
        emit({ type: 'labels-table', id, text: labelsAsTable(set) })
        return
      default:
        command satisfies never
    }
  }

  private async readTable({ id, file }: Extract<LabelCommand, { type: 'read-label-file' }>): Promise<void> {
    const { collection, emit } = this.deps
    const isWanted = () => this.reading === file
    this.reading = file
    try {
      checkTableSize(file.size)
      const bytes = new Uint8Array(await file.slice(0, file.size).arrayBuffer())
      const { parseLabelTable, matchLabels } = await import('../data/labels/label-table.ts')
      if (!isWanted()) return
      const rows = parseLabelTable(bytes)
      await yieldToEvents() // the training of a run, and commands, need not wait for a whole large table
      const set = isWanted() ? collection(id) : null
      if (set) emit({ type: 'label-file', id, ...matchLabels(rows, set) })
    } catch (error) {
      if (!isWanted()) return
      const sentence = error instanceof LabelTableError ? error.message : `“${file.name}” could not be read: ${messageOf(error)}`
      emit({ type: 'label-file-failed', id, sentence })
    }
  }
}

/** Buffers that are sent are lost here. */
function copyOf(labels: GivenLabels | null): GivenLabels | null {
  return labels && { ...labels, ofImages: labels.ofImages.slice() }
}

/** Those that a set comes with, and those of its folders, are found again: as a person's own they would outlive the files. */
function ownOf(labels: GivenLabels | null): GivenLabels | null {
  return labels && (labels.source === 'file' || labels.source === 'hand') ? labels : null
}
