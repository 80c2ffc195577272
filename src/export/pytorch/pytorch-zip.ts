// The way on in PyTorch: a zip of a run's state, its directions, its settings, and Python files that draw its pictures and go on training it.
import { strToU8, type Zippable, zipSync } from 'fflate'
import { ZIP_TIME } from '../../data/zip/time.ts'
import { type Checkpoint, readCheckpoint } from '../../gan/checkpoint.ts'
import { CheckpointError } from '../../gan/errors.ts'
import type { Directions } from '../../gan/latent/directions.ts'
import { encodeFloats, writeSafetensors } from '../../gan/safetensors.ts'
import { directionTensors } from '../../player/directions/stored-directions.ts'
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
 * @param directions of its averaged generator, with their shifts
 * @throws CheckpointError with a sentence for a person, where it is damaged or holds pictures only
 */
export function pytorchZip(bytes: Uint8Array, about: AboutExport, directions: Directions): Uint8Array<ArrayBuffer> {
  const checkpoint = readCheckpoint(bytes)
  if (checkpoint.content === 'pictures')
    throw new CheckpointError('There are only pictures in this snapshot, not the networks that drew them: there is nothing to go on with.')
  const texts = { ...PYTORCH_FILES, 'config.json': configJson(checkpoint, about) }
  const files = Object.entries(texts).map(([name, text]): Packed => [name, [strToU8(text), { mtime: ZIP_TIME }]])
  const numbers = { 'weights.safetensors': bytes, 'directions.safetensors': directionsFile(directions, checkpoint.step) }
  const stored = Object.entries(numbers).map(([name, file]): Packed => [name, [file, { level: 0, mtime: ZIP_TIME }]]) // floats hardly get smaller
  return zipSync(Object.fromEntries([...files, ...stored]))
}

type Packed = readonly [name: string, file: Zippable[string]]

/** @param step without which nobody could tell that weights have been trained further since */
function directionsFile(directions: Directions, step: number): Uint8Array<ArrayBuffer> {
  const tensors = Object.entries(directionTensors(directions)).map(([name, tensor]) => encodeFloats(name, tensor))
  return writeSafetensors({ quarterturn: JSON.stringify({ step }) }, tensors)
}

/** In ASCII, whatever names there are: every Python reads it, with any locale. */
function configJson({ config, data, channels, step, content, images, classCount, classes }: Checkpoint, about: AboutExport): string {
  const facts = classes && { names: classes.names, counts: classes.counts }
  const json = JSON.stringify({ ...about, data, step, content, channels, classCount, classes: facts, images, config }, null, 2)
  return `${json.replace(/[\u007f-\uffff]/g, escaped)}\n`
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
