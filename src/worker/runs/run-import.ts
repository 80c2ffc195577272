// A project file becomes a kept run, and the images in it a kept set; a checkpoint becomes a run without a history. Where something fails, nothing
// of it stays.
import { identify, whyOtherImages } from '../../data/fingerprint.ts'
import { readCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { CancelledError, throwIfCancelled, type WorkOptions } from '../../spec/cancel.ts'
import { preparationOf } from '../../spec/config.ts'
import { BUILTIN_SETS, isBuiltinName } from '../../spec/datasets.ts'
import type { FileLike } from '../../spec/files.ts'
import type { RunImages, RunImagesSource } from '../../spec/runs.ts'
import { formatBytes, messageOf } from '../../spec/words.ts'
import { hasFault, StoredRunError } from '../../store/errors.ts'
import { keptKey } from '../../store/kept-record.ts'
import type { PreparedSet } from '../../store/kept-set.ts'
import { runInMemory } from '../../store/memory-run.ts'
import { type Project, readProject } from '../../store/project-file.ts'
import { MAX_PROJECT_BYTES } from '../../store/project-zip.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { SetStore } from '../../store/set-store.ts'
import type { RunLocks } from './run-locks.ts'

interface RunImportDependencies {
  emit(event: TrainerEvent): void
  readonly runs: RunStore
  readonly sets: SetStore
  readonly locks: RunLocks
  /** A new id of a run. */
  newId(): string
}

/** Read at once, so that it can be cancelled in between. */
const READ_BYTES = 16 << 20
const ZIP_SIGNATURE = [0x50, 0x4b] // "PK"

export class RunImport {
  private readonly deps: RunImportDependencies
  private cancelling: AbortController | null = null

  constructor(deps: RunImportDependencies) {
    this.deps = deps
  }

  /** One at a time. Never rejects. */
  async run(file: FileLike): Promise<void> {
    if (this.cancelling) return
    const { emit, runs, sets } = this.deps
    const cancelling = new AbortController()
    this.cancelling = cancelling
    const stage = (from: number, to: number): WorkOptions => ({
      onProgress: (share) => emit({ type: 'import-run-progress', share: from + (to - from) * share }),
      signal: cancelling.signal,
    })
    try {
      const bytes = await readBytes(file, stage(0, 0.4))
      const project = await openFile(bytes, file.name, stage(0.4, 0.7))
      const id = await this.keep(project, stage(0.7, 1))
      this.cancelling = null // another file may be read as soon as this one is told of
      emit({ type: 'run-imported', id, name: project.run.record.name })
      emit({ type: 'runs', stored: await runs.list() })
      if (project.set) emit({ type: 'kept-sets', kept: await sets.list() })
    } catch (error) {
      this.cancelling = null
      emit({ type: 'import-run-failed', sentence: error instanceof CancelledError ? null : sentenceOf(error) })
    }
  }

  cancel(): void {
    this.cancelling?.abort()
  }

  /** @returns the id of the kept run: that in the file, unless it is taken */
  private async keep({ run, set }: Project, options: WorkOptions): Promise<string> {
    const { runs, sets, locks } = this.deps
    const id = (await this.isTaken(run.record.id)) ? this.deps.newId() : run.record.id
    const lock = await locks.lockNow(id) // so that nobody takes what is not whole yet for rubbish
    if (!lock) throw new StoredRunError('busy', 'Another tab imports the same run.')
    let kept: KeptImages | null = null
    try {
      kept = set && (await this.keepSet(set))
      await runs.adopt(run, { id, images: await this.imagesHere(run.record.images, kept?.source ?? null) }, options)
    } catch (error) {
      if (kept?.isNew && kept.source) await sets.remove(kept.source.key)
      throw error
    } finally {
      await lock.release()
    }
    return id
  }

  private async isTaken(id: string): Promise<boolean> {
    return this.deps.runs.open(id).then(
      () => true,
      (error: unknown) => !(error instanceof StoredRunError && error.fault === 'missing'),
    )
  }

  /** Beside the sets that are kept: another one of the same name stays as it is. */
  private async keepSet(set: PreparedSet): Promise<KeptImages> {
    const { sets } = this.deps
    const taken = new Set((await sets.list()).sets.map(({ key }) => key))
    const images = identify(set.collection)
    for (let copy = 1; ; copy++) {
      const name = copy === 1 ? set.collection.name : `${set.collection.name} (${copy})`
      const key = keptKey(name, set.preparation)
      if (!taken.has(key)) {
        const kept = await sets.keep({ ...set, collection: { ...set.collection, name } }, null)
        return { source: kept.key === null ? null : { kind: 'kept', name, key: kept.key }, isNew: true }
      }
      const other = await sets.open(key, name).catch(() => null)
      const isSame = other && whyOtherImages(images, identify(other.collection)) === null
      if (isSame) return { source: { kind: 'kept', name, key }, isNew: false }
    }
  }

  /** Where the images of the run are on this machine. */
  private async imagesHere(images: RunImages, kept: KeptSource | null): Promise<RunImages> {
    if (kept) return { ...images, source: kept }
    const { source } = images
    if (source.kind !== 'kept') return images
    const isHere = (await this.deps.sets.list()).sets.some(({ key }) => key === source.key)
    return isHere ? images : { ...images, source: { kind: 'own', name: source.name } }
  }
}

type KeptSource = Extract<RunImagesSource, { kind: 'kept' }>

interface KeptImages {
  /** Null where they could not be kept. */
  readonly source: KeptSource | null
  /** They were not kept before. */
  readonly isNew: boolean
}

/** @throws StoredRunError or CheckpointError with a sentence for a person */
async function openFile(bytes: Uint8Array<ArrayBuffer>, name: string, options: WorkOptions): Promise<Project> {
  const isZip = ZIP_SIGNATURE.every((byte, i) => bytes[i] === byte)
  return isZip ? readProject(bytes, options) : { run: runOfCheckpoint(bytes, name), set: null }
}

/** @throws CancelledError, StoredRunError where it is too large */
async function readBytes(file: FileLike, { onProgress, signal }: WorkOptions): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MAX_PROJECT_BYTES)
    throw new StoredRunError('full', `A file of ${formatBytes(file.size)} is too large to be opened here: the most is 2 GB.`)
  const bytes = new Uint8Array(file.size)
  for (let at = 0; at < file.size; at += READ_BYTES) {
    const end = Math.min(file.size, at + READ_BYTES)
    bytes.set(new Uint8Array(await file.slice(at, end).arrayBuffer()), at)
    onProgress?.(end / file.size)
    throwIfCancelled(signal)
  }
  return bytes
}

/** A run that has only its last state. */
function runOfCheckpoint(bytes: Uint8Array, fileName: string): Project['run'] {
  const { config, data, channels, step, elapsedSeconds, images, device, content } = readCheckpoint(bytes)
  if (content === 'pictures') throw new CheckpointError('This checkpoint has pictures only: there is no run in it.')
  const source: RunImagesSource = isBuiltinName(data) ? { kind: 'builtin', name: data } : { kind: 'own', name: data }
  const label = source.kind === 'builtin' ? BUILTIN_SETS[source.name].label : data
  const facts = {
    id: 'checkpoint',
    name: fileName.replace(/\.safetensors$/i, '') || data,
    createdAt: Date.now(),
    images: { source, label, preparation: preparationOf(config), channels: channels as 1 | 3, leftOut: [], identity: images },
    config,
    elapsedSeconds,
    device,
    origin: null,
    scheduled: [],
  }
  return runInMemory(facts, [{ step, savedAt: Date.now(), content, bytes }], [])
}

function sentenceOf(error: unknown): string {
  if (hasFault(error, 'full')) return 'There is no room left in this browser for this run. Delete runs or sets, or free disk space.'
  if (error instanceof StoredRunError || error instanceof CheckpointError) return error.message
  return `The file could not be opened (${messageOf(error)}).`
}
