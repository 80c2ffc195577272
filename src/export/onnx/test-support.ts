// Shared by the tests of ONNX files: networks whose every weight matters, ONNX Runtime, which runs the files, and a reader of their bytes.
import { strFromU8 } from 'fflate'
import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import { createModels, type Models } from '../../gan/models.ts'
import type { RunConfig } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { HostTensor, HostTensors } from '../../tensor/readback.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { setValues } from '../../tensor/stream.ts'
import * as tf from '../../tensor/tf.ts'

env.wasm.numThreads = 1 // threads would outlive the test

/** The outputs of a model. @throws Error of the runtime where an input does not fit */
export async function runOnnx(file: Uint8Array, inputs: HostTensors): Promise<HostTensors> {
  const session = await InferenceSession.create(file)
  try {
    const feeds = Object.entries(inputs).map(([name, { shape, values }]) => [name, new Tensor('float32', values, shape)])
    const outputs = Object.entries(await session.run(Object.fromEntries(feeds)))
    return Object.fromEntries(outputs.map(([name, { dims, data }]) => [name, { shape: dims, values: data as Float32Array }]))
  } finally {
    await session.release()
  }
}

/** Fresh models without a weight of 0, or of 1: every layer changes what goes through it, at about the same scale. */
export function randomModels(config: RunConfig, channels: number, classes: number): Models {
  const models = createModels(config, channels, classes)
  const stream = new RandomStream(9, 'initialWeights')
  for (const [name, variable] of Object.entries({ ...models.generator.ema, ...models.discriminator.weights })) {
    const deviation = variable.rank > 1 ? 1 / Math.sqrt(sizeOf(variable.shape.slice(0, -1))) : 0.3
    const mean = /(scale|scale\/bias)$/.test(name) ? 1 : 0
    setValues(
      variable,
      stream.normals(variable.size).map((value) => mean + deviation * value),
    )
  }
  return models
}

/** On the device. */
export function onDevice(tensors: HostTensors): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]))
}

export async function onHost(tensor: tf.Tensor): Promise<HostTensor> {
  return { shape: tensor.shape, values: Float32Array.from(await tensor.data()) }
}

/** Rows of a matrix. */
export function rows(all: readonly Float32Array[]): HostTensor {
  return { shape: [all.length, (all[0] as Float32Array).length], values: Float32Array.from(all.flatMap((row) => [...row])) }
}

export function largestDifference(one: HostTensor | undefined, other: HostTensor): number {
  if (String(one?.shape) !== String(other.shape)) throw new Error(`[${one?.shape}] is compared with [${other.shape}]`)
  return other.values.reduce((most, value, i) => Math.max(most, Math.abs(value - (one?.values[i] as number))), 0)
}

/** Fields of a message by their numbers, as the specification of protocol buffers reads them. */
export type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>

export function readMessage(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>()
  let at = 0
  const varint = () => {
    let [value, factor] = [0, 1]
    for (; (bytes[at] as number) > 127; at++, factor *= 128) value += factor * ((bytes[at] as number) - 128)
    return value + factor * (bytes[at++] as number)
  }
  const chunk = (length: number) => {
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = varint()
    const value = tag % 8 === 0 ? varint() : chunk(tag % 8 === 5 ? 4 : varint())
    fields.set(Math.floor(tag / 8), [...(fields.get(Math.floor(tag / 8)) ?? []), value])
  }
  return fields
}

export function messagesOf(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).map((value) => readMessage(value as Uint8Array))
}

export function textOf(fields: Fields | undefined, number: number): string {
  return strFromU8(fields?.get(number)?.[0] as Uint8Array)
}
