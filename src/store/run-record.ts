// The record in the head of a run, as JSON. It may be damaged, of another version or hostile, as everything that comes in a project file, so all
// of it is validated when it is read.
import { preparationOf, type RunConfig } from '../spec/config.ts'
import { isBuiltinName } from '../spec/datasets.ts'
import { parseConfig } from '../spec/parse-config.ts'
import { type Raw, readers } from '../spec/raw-values.ts'
import { readChanges, readDevice } from '../spec/run-log.ts'
import { type BestSnapshot, RUN_ID, type RunImages, type RunImagesSource, type RunOrigin, type SnapshotInfo } from '../spec/runs.ts'
import { StoredRunError } from './errors.ts'
import type { RunRecord, StoredSnapshot } from './stored-run.ts'

/** Increased whenever the files change their meaning; older ones are then migrated when they are read. */
const VERSION = 1

/** Names of files inside the folder of a run: they cannot lead out of it. */
const SAFE_NAME = /^[a-z0-9][a-z0-9.-]{0,99}$/

const damaged = () => new StoredRunError('damaged', 'The description of this run is damaged.')
const { objectOf, listOf, textOf, numberOf, integer, nullOr, oneOf, fail } = readers(damaged)

/** As it is written, as JSON. */
export function writeRecord(record: RunRecord) {
  return { version: VERSION, ...record }
}

/** @throws StoredRunError */
export function readRecord(value: unknown): RunRecord {
  const raw = objectOf(value)
  const version = integer(raw.version, 1)
  if (version > VERSION)
    throw new StoredRunError('newer', 'This run was kept by a newer version of Quarterturn. Open it with that version, or update this one.')
  const snapshots = listOf(raw.snapshots, (snapshot) => readSnapshot(objectOf(snapshot)))
  const best = nullOr(raw.best, (one) => readBest(objectOf(one)))
  const history = objectOf(raw.history)
  return {
    sequence: integer(raw.sequence, 0),
    id: nameOf(raw.id, RUN_ID),
    name: textOf(raw.name),
    createdAt: integer(raw.createdAt, 0),
    savedAt: integer(raw.savedAt, 0),
    images: readImages(objectOf(raw.images)),
    config: readConfig(raw.config),
    step: integer(raw.step, 0),
    elapsedSeconds: numberOf(raw.elapsedSeconds),
    device: nullOr(raw.device, (device) => readDevice(objectOf(device)) ?? fail()),
    origin: nullOr(raw.origin, (origin) => readOrigin(objectOf(origin))),
    scheduled: listOf(raw.scheduled, (change) => readScheduled(objectOf(change))),
    snapshots,
    best: snapshots.some(({ file }) => file === best?.file) ? best : null,
    history: { file: nameOf(history.file, SAFE_NAME), bytes: integer(history.bytes, 0) },
    deletedAt: nullOr(raw.deletedAt, (time) => integer(time, 0)),
    exportedAt: nullOr(raw.exportedAt, (time) => integer(time, 0)),
  }
}

function nameOf(value: unknown, pattern: RegExp): string {
  const name = textOf(value)
  return pattern.test(name) ? name : fail()
}

function readConfig(value: unknown): RunConfig {
  const { config, problems } = parseConfig(objectOf(value))
  const [problem] = problems
  if (problem) throw new StoredRunError('damaged', `The settings of this run cannot be used: ${problem.message}`)
  return config
}

function readScheduled({ step, changes }: Raw): RunRecord['scheduled'][number] {
  return { step: integer(step, 0), changes: readChanges(changes) ?? fail() }
}

const CONTENTS: readonly SnapshotInfo['content'][] = ['state', 'networks', 'pictures']

function readSnapshot({ file, step, savedAt, bytes, content, crc32 }: Raw): StoredSnapshot {
  return {
    file: nameOf(file, SAFE_NAME),
    step: integer(step, 0),
    savedAt: integer(savedAt, 0),
    bytes: integer(bytes, 0),
    content: oneOf(content, CONTENTS),
    crc32: integer(crc32, 0, 2 ** 32),
  }
}

function readBest({ file, step, kid, network }: Raw): BestSnapshot {
  return { file: nameOf(file, SAFE_NAME), step: integer(step, 0), kid: numberOf(kid), network: textOf(network) }
}

const ORIGINS: readonly RunOrigin['kind'][] = ['branch', 'weights', 'again']

function readOrigin({ kind, id, name, step }: Raw): RunOrigin {
  return { kind: oneOf(kind, ORIGINS), id: textOf(id), name: textOf(name), step: integer(step, 0) }
}

function readImages({ source, label, preparation, channels, leftOut, identity }: Raw): RunImages {
  return {
    source: readSource(objectOf(source)),
    label: textOf(label),
    preparation: preparationOf(readConfig(preparation)),
    channels: channels === 1 || channels === 3 ? channels : fail(),
    leftOut: listOf(leftOut, (image) => integer(image, 0)),
    identity: nullOr(identity, (value) => {
      const { count, hash } = objectOf(value)
      return { count: integer(count, 0), hash: textOf(hash) }
    }),
  }
}

function readSource({ kind, name, key }: Raw): RunImagesSource {
  const text = textOf(name)
  switch (kind) {
    case 'builtin':
      return isBuiltinName(text) ? { kind, name: text } : fail()
    case 'kept':
      return { kind, name: text, key: textOf(key) }
    case 'own':
      return { kind, name: text }
    default:
      return fail()
  }
}
