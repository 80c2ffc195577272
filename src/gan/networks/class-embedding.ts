// How a generator is told a class: its input has, behind the latent z, a weight for each class. A one-hot row is a class, a mixture is between
// classes, zeros are none. The weights w become the embedding e = wE, which the norms read. The first layer reads z alone: given e too, G soon told
// classes by it and paid no heed to z, one picture a class (measured on Shapes).
import type { RunConfig } from '../../spec/config.ts'
import * as tf from '../../tensor/tf.ts'
import { EMBEDDING_WEIGHT, type NetworkDefinition, type NormKind } from './layers.ts'
import { type ParameterSpecs, type Weights, weight } from './parameters.ts'

const EMBEDDING_WIDTH = 32

/** What the definition of a generator says of its input. @param classes 0 where it has none */
export function generatorInput({ latent }: RunConfig, classes: number): Pick<NetworkDefinition, 'input' | 'embedding'> {
  if (classes === 0) return { input: [latent] }
  return { input: [latent + classes], embedding: { classes, width: EMBEDDING_WIDTH } }
}

/** Batch norm becomes class-conditional where there are classes; a self-modulated one reads their embedding beside z. */
export function generatorNormKind({ generatorNorm }: RunConfig, classes: number): NormKind {
  return generatorNorm === 'batch' && classes > 0 ? 'class-conditional' : generatorNorm
}

/** Shape of what the first layer reads of one example: with classes that of z, else the whole input. */
export function firstShape({ input, embedding }: NetworkDefinition): readonly number[] {
  return embedding ? [(input[0] as number) - embedding.classes] : input
}

/** E [classes, width], which begins as N(0, 1). */
export function embeddingParameters({ embedding }: NetworkDefinition): ParameterSpecs {
  if (!embedding) return {}
  const { classes, width } = embedding
  return { [EMBEDDING_WEIGHT]: { shape: [classes, width], init: { kind: 'normal', deviation: 1 }, spectralNorm: false } }
}

export function embeddingFlops({ embedding }: NetworkDefinition): number {
  return embedding ? 2 * embedding.classes * embedding.width : 0
}

/** What the layers read of an input. */
export interface InputParts {
  /** What the first layer reads: with classes z [B, latent], else the input itself. */
  readonly z: tf.Tensor
  /** The embedding of the classes, [B, width]; null without classes. */
  readonly embedded: tf.Tensor2D | null
}

/** @param input [B, ...], with classes [B, latent + classes] */
export function inputPartsOf({ embedding }: NetworkDefinition, weights: Weights, input: tf.Tensor): InputParts {
  if (!embedding) return { z: input, embedded: null }
  const [rows, length] = input.shape as [number, number]
  const latent = length - embedding.classes
  const part = (from: number, count: number) => tf.slice(input as tf.Tensor2D, [0, from], [rows, count])
  const embedded = tf.matMul<tf.Tensor2D>(part(latent, embedding.classes), weight(weights, EMBEDDING_WEIGHT)) // [B, classes] → [B, width]
  return { z: part(0, latent), embedded }
}
