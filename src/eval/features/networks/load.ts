// From the files of a feature network to weights on the device.

import type { FetchBytes } from '../../../data/builtin.ts'
import { ascii } from '../../../data/bytes.ts'
import type { FeatureNetworkName } from '../../../spec/feature-analyses.ts'
import { messageOf } from '../../../spec/words.ts'
import { sizeOf } from '../../../tensor/shape.ts'
import * as tf from '../../../tensor/tf.ts'
import { FeatureError } from '../../errors.ts'
import type { FeatureNetwork, NetworkSpec, NetworkWeights } from './network.ts'
import { NETWORKS } from './registry.ts'

/** What scripts/build-features.mjs writes. Byte b of a tensor stands for b · scale + min. */
interface Manifest {
  readonly sha256: string
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly min: number; readonly scale: number }[]
}

/**
 * @param fetchBytes a file of public/features
 * @throws FeatureError where its files cannot be had or are damaged
 */
export async function loadNetwork(name: FeatureNetworkName, fetchBytes: FetchBytes): Promise<FeatureNetwork> {
  const spec = NETWORKS[name]
  const fetched = async (file: string) => {
    try {
      return await fetchBytes(file)
    } catch (error) {
      throw new FeatureError(
        `${spec.name} could not be loaded (${messageOf(error)}). Check that its server can be reached, then try again.`,
      )
    }
  }
  return readNetwork(spec, await fetched(spec.files.manifest), await fetched(spec.files.weights))
}

/** @throws FeatureError where the files are not that network's */
export function readNetwork(spec: NetworkSpec, manifestBytes: Uint8Array, bytes: Uint8Array): FeatureNetwork {
  const manifest = readManifest(spec, manifestBytes)
  const weights = readWeights(spec, manifest, bytes)
  const { name, inputSize, range, layers, layer } = spec
  return {
    name,
    inputSize,
    range,
    layers,
    layer,
    hash: manifest.sha256,
    features: (input, wanted) => spec.forward(weights, input, wanted),
    dispose: () => tf.dispose(weights),
  }
}

function readManifest({ name, files, parameters }: NetworkSpec, bytes: Uint8Array): Manifest {
  const damaged = new FeatureError(
    `${files.manifest} does not describe ${name}: the file is damaged or of another version. Load the page again.`,
  )
  let manifest: Partial<Manifest> | null
  try {
    manifest = JSON.parse(ascii(bytes, 0, bytes.length))
  } catch {
    throw damaged
  }
  const { sha256, tensors } = manifest ?? {}
  const wanted = Object.entries(parameters).map(([tensor, shape]) => `${tensor} ${shape}`)
  const found = Array.isArray(tensors) ? tensors.map(({ name: tensor, shape }) => `${tensor} ${shape}`) : []
  if (typeof sha256 !== 'string' || !tensors || wanted.length !== found.length || wanted.some((line) => !found.includes(line)))
    throw damaged
  return { sha256, tensors }
}

function readWeights({ name, files }: NetworkSpec, { tensors }: Manifest, bytes: Uint8Array): NetworkWeights {
  const length = tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  if (bytes.length !== length)
    throw new FeatureError(
      `${files.weights} has ${bytes.length} bytes where ${name} has ${length}: it was not read whole. Load the page again.`,
    )
  let at = 0
  return Object.fromEntries(
    tensors.map(({ name: tensor, shape, min, scale }) => {
      const values = new Float32Array(sizeOf(shape))
      for (let i = 0; i < values.length; i++) values[i] = (bytes[at++] as number) * scale + min
      return [tensor, tf.tensor(values, [...shape])]
    }),
  )
}
