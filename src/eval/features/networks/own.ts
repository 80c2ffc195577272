// A person's own feature network, from the files of a TensorFlow.js graph model: model.json and the weights it names.

import { ascii, joined } from '../../../data/bytes.ts'
import { fingerprint } from '../../../data/fingerprint.ts'
import { PIXEL_RANGES, type PixelRange } from '../../../spec/scores.ts'
import { messageOf } from '../../../spec/words.ts'
import { compute } from '../../../tensor/readback.ts'
import * as tf from '../../../tensor/tf.ts'
import { FeatureError } from '../../errors.ts'
import type { FeatureNetwork } from './network.ts'

export interface ModelFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The only layer: the output of the model. */
const OUTPUT = 'output'

type Model = Awaited<ReturnType<typeof openModel>>

/**
 * @param name for people; scores are called after it
 * @throws FeatureError where the files are no such model, or it does not turn square colour images into rows of numbers
 */
export async function openOwnNetwork(name: string, files: readonly ModelFile[], range: PixelRange): Promise<FeatureNetwork> {
  const model = await openModel(name, files)
  try {
    const inputSize = inputSizeOf(name, model)
    const features = (input: tf.Tensor4D) => rowsOf(name, model.execute(input))
    const width = await probe(name, inputSize, features)
    return {
      name,
      inputSize,
      range: PIXEL_RANGES[range],
      layers: { [OUTPUT]: width },
      layer: OUTPUT,
      hash: files
        .map(({ bytes }) => fingerprint(bytes))
        .sort()
        .join(' '),
      features: (input, layers) => layers.map(() => features(input)),
      dispose: () => model.dispose(),
    }
  } catch (error) {
    model.dispose()
    throw error
  }
}

async function openModel(name: string, files: readonly ModelFile[]) {
  const json = readModelJson(name, files)
  const weights = weightsOf(name, json, files)
  const { loadGraphModelSync } = await tf.loadConverter()
  try {
    let model: ReturnType<typeof loadGraphModelSync> | undefined
    tf.tidy(() => {
      model = loadGraphModelSync([json, weights])
      for (const tensor of Object.values(model.weights).flat()) tf.keep(tensor) // frees what a model that fails half-way has created
    })
    return model as ReturnType<typeof loadGraphModelSync>
  } catch (error) {
    throw new FeatureError(`“${name}” could not be opened as a graph model: ${messageOf(error)}`)
  }
}

function readModelJson(name: string, files: readonly ModelFile[]): tf.io.ModelJSON {
  const [file, ...more] = files.filter(({ path }) => path.endsWith('.json'))
  if (!file || more.length > 0)
    throw new FeatureError(
      `“${name}” needs one .json file beside its weights, and has ${more.length + (file ? 1 : 0)}. Choose model.json and every file it came with.`,
    )
  let json: Partial<tf.io.ModelJSON> | null
  try {
    json = JSON.parse(ascii(file.bytes, 0, file.bytes.length))
  } catch {
    throw new FeatureError(`${file.path} is not JSON: it was not read whole, or is another kind of file.`)
  }
  if (json?.format === 'layers-model')
    throw new FeatureError(`${file.path} is a Keras layers model. Convert it with tensorflowjs_converter --output_format=tfjs_graph_model.`)
  if (!json?.modelTopology || !Array.isArray(json.weightsManifest))
    throw new FeatureError(`${file.path} is not a TensorFlow.js graph model: it names no nodes or no weights.`)
  return json as tf.io.ModelJSON
}

/** The files that the model names, one behind another. */
function weightsOf(name: string, { weightsManifest }: tf.io.ModelJSON, files: readonly ModelFile[]): ArrayBuffer {
  const parts = weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => {
      const part = files.find((file) => file.path.split('/').at(-1) === path.split('/').at(-1))
      if (!part) throw new FeatureError(`“${name}” lacks its file ${path}. Choose it together with model.json.`)
      return part.bytes
    }),
  )
  return joined(...parts).buffer
}

function inputSizeOf(name: string, { inputs }: Model): number {
  const [input, ...more] = inputs
  const [, height, width, channels] = input?.shape ?? []
  if (more.length > 0 || input?.shape?.length !== 4 || channels !== 3 || height !== width || !height || height < 1)
    throw new FeatureError(
      `“${name}” does not take square colour images: its input is [${inputs.map(({ shape }) => shape?.join(', ')).join('] and [')}], not [any, side, side, 3].`,
    )
  return height
}

/** Rows [B, width], or maps [B, height, width, channels] of which the mean over all places is taken → [B, width]. */
function rowsOf(name: string, output: tf.Tensor | tf.Tensor[]): tf.Tensor2D {
  if (!Array.isArray(output) && output.rank === 2) return output as tf.Tensor2D
  if (!Array.isArray(output) && output.rank === 4) return tf.mean(output, [1, 2])
  const shapes = (Array.isArray(output) ? output : [output]).map(({ shape }) => shape.join(', '))
  throw new FeatureError(`“${name}” does not give one row of numbers an image, but [${shapes.join('] and [')}].`)
}

/** Two grey images must come out as two finite rows. → the width of a row */
async function probe(name: string, inputSize: number, features: (input: tf.Tensor4D) => tf.Tensor2D): Promise<number> {
  const images = 2
  let shape = [0, 0]
  const values = await compute(() => {
    const rows = features(tf.fill<tf.Rank.R4>([images, inputSize, inputSize, 3], 0.5))
    shape = rows.shape
    return rows
  }).catch((error: unknown) => {
    throw error instanceof FeatureError ? error : new FeatureError(`“${name}” does not run: ${messageOf(error)}`)
  })
  if (shape[0] !== images || !values.every(Number.isFinite))
    throw new FeatureError(`“${name}” makes ${shape.join(' x ')} numbers of ${images} images, or some that are not finite.`)
  return values.length / images
}
