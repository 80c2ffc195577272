// The images of a Worker for tests: their commands and events, without a browser.
import { type Collection, collectionOf } from '../data/collection.ts'
import type { DataSource, TrainerEvent } from '../protocol.ts'
import { DEFAULT_PREPARATION, type Preparation } from '../spec/config.ts'
import { MemoryFolder } from '../store/memory-folder.ts'
import type { SetStore } from '../store/set-store.ts'
import { memoryStore } from '../store/test-support.ts'
import { Images, type ImagesCommand, type Prepare } from './images.ts'

export const small: Preparation = { ...DEFAULT_PREPARATION, size: 16 }
export const large: Preparation = { ...small, size: 32 }
export const files: DataSource = { kind: 'files', name: 'mine', files: [] }

export function noise(name: string, { size }: Preparation): Collection {
  const images = Uint8Array.from({ length: 4 * size * size }, (_, i) => (i * 7919) % 256)
  return collectionOf({ name, label: name, images, count: 4, size, channels: 1 })
}

/** The images of a Worker with the events that they emit, and a way to wait for the next of a kind. */
export function openImages(
  sets: SetStore = memoryStore(),
  prepare: Prepare = async (source, preparation) => noise(source.name, preparation),
  turn = () => Promise.resolve(),
) {
  const waiting: { type: string; resolve: (event: TrainerEvent) => void }[] = []
  const events: TrainerEvent[] = []
  const emit = (event: TrainerEvent) => {
    events.push(event)
    const first = waiting.findIndex(({ type }) => type === event.type)
    if (first >= 0) waiting.splice(first, 1)[0]?.resolve(event)
  }
  const images = new Images({ emit, prepare, sets, now: () => performance.now() / 1000, turn })
  function next<T extends TrainerEvent['type']>(type: T): Promise<Extract<TrainerEvent, { type: T }>> {
    return new Promise((resolve) => waiting.push({ type, resolve: (event) => resolve(event as Extract<TrainerEvent, { type: T }>) }))
  }
  const send = (...commands: ImagesCommand[]) => commands.forEach((command) => void images.handle(command))
  return { images, events, next, send }
}

/** Images of which a set of 16 px has been kept, and where it is. */
export async function withKeptSet(root = new MemoryFolder()) {
  const worker = openImages(memoryStore(root))
  const listed = worker.next('kept-sets')
  worker.send({ type: 'open', id: 1, source: files, preparation: small })
  const [set] = (await listed).kept.sets
  if (!set) throw new Error('the set was not kept')
  const source: DataSource = { kind: 'kept', name: set.name, key: set.key }
  return { ...worker, root, source, key: set.key }
}
