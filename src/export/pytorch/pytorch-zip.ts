// The way on in PyTorch: a zip of a run's state, its settings, and Python files that draw its pictures and go on training it.
import { strToU8, type Zippable, zipSync } from 'fflate'
import { ZIP_TIME } from '../../data/zip/time.ts'
import { type Checkpoint, readCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import { PYTORCH_FILES } from './files.ts'

/** What a checkpoint does not say of its run. */
export interface AboutExport {
  /** For people. */
  readonly name: string
  /** The part of picture codes that names the run: see `runCode`. */
  readonly run: string
}

/**
 * @param bytes of a checkpoint; one with the networks alone gives a zip that draws, and whose training begins with fresh moments of Adam
 * @throws CheckpointError with a sentence for a person, where it is damaged or holds pictures only
 */
export function pytorchZip(bytes: Uint8Array, about: AboutExport): Uint8Array<ArrayBuffer> {
  const checkpoint = readCheckpoint(bytes)
  if (checkpoint.content === 'pictures')
    throw new CheckpointError('There are only pictures in this snapshot, not the networks that drew them: there is nothing to go on with.')
  const texts = { ...PYTORCH_FILES, 'config.json': configJson(checkpoint, about) }
  const files: Zippable = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, [strToU8(text), { mtime: ZIP_TIME }]]))
  return zipSync({ ...files, 'weights.safetensors': [bytes, { level: 0, mtime: ZIP_TIME }] }) // floats hardly get smaller
}

/** In ASCII, whatever names there are: every Python reads it, with any locale. */
function configJson({ config, data, channels, step, content, images, classCount, classes }: Checkpoint, about: AboutExport): string {
  const facts = classes && { names: classes.names, counts: classes.counts }
  const json = JSON.stringify({ ...about, data, step, content, channels, classCount, classes: facts, images, config }, null, 2)
  return `${json.replace(/[\u007f-\uffff]/g, escaped)}\n`
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
