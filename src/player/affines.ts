// Scale and offset of each channel: of norms, whose statistics are fixed, and of biases. Those of self-modulated and class-conditional norms
// are another for each picture: they are computed here from its code, and are few numbers beside those of the convolutions.
import { type NormShifts, shiftedMean } from '../gan/latent/directions.ts'
import { type NetworkDefinition, NORM_EPSILON, type NormKind } from '../gan/networks/layers.ts'
import { zonesOf } from '../gan/networks/zones.ts'
import type { LayerZone } from '../spec/picture-code.ts'
import type { NamedTensors } from './model.ts'

export interface Affines {
  /** Numbers of all of them: of each its scales, then its offsets. */
  readonly length: number
  readonly channels: readonly number[]
  /** Where the scales of each begin. */
  readonly starts: readonly number[]
  /** Those of one picture, [length]. @param code z, with classes beside their weights, with directions how far it goes along them in each zone */
  write(code: Float32Array, target: Float32Array): void
}

export interface AffineBuilder {
  /** 1 and 0. */
  identity(channels: number): number
  isIdentity(index: number): boolean
  bias(name: string, channels: number): number
  norm(name: string, kind: NormKind, channels: number): number
  build(): Affines
}

/** What scale and offset may depend on. */
interface Conditions {
  readonly embedded: Float32Array
  /** z, with classes beside their embedding. */
  readonly zWithClasses: Float32Array
  /** How far it goes along directions in each zone: see `zonedSigmas`. Empty: nowhere. */
  readonly sigmas: Float32Array
}

interface Affine {
  readonly channels: number
  readonly isIdentity: boolean
  of(conditions: Conditions): { readonly scale: ArrayLike<number>; readonly offset: ArrayLike<number> }
}

/** @param shifts of directions that are limited to a zone; null: there are none */
export function createAffines(definition: NetworkDefinition, tensors: NamedTensors, shifts: NormShifts | null): AffineBuilder {
  const all: Affine[] = []
  const zones = zonesOf(definition)
  const vector = (name: string) => {
    const found = tensors[name]
    if (!found) throw new Error(`the network has no parameter called ${name}`)
    return found.values
  }
  const add = (affine: Affine) => all.push(affine) - 1
  const fixed = (channels: number, scale: ArrayLike<number>, offset: ArrayLike<number>, isIdentity = false) =>
    add({ channels, isIdentity, of: () => ({ scale, offset }) })
  return {
    identity: (channels) => fixed(channels, new Float32Array(channels).fill(1), new Float32Array(channels), true),
    isIdentity: (index) => all[index]?.isIdentity === true,
    bias: (name, channels) => fixed(channels, new Float32Array(channels).fill(1), vector(name)),
    norm(name, kind, channels) {
      const [mean, variance] = [vector(`${name}/mean`), vector(`${name}/variance`)]
      const modulation = modulationOf(name, kind, vector)
      const own = shifts?.[name] ?? []
      const zone = zones.get(name) as LayerZone
      const of: Affine['of'] = (conditions) =>
        normalising(modulation(conditions), shiftedMean(mean, own, zone, conditions.sigmas), variance)
      return add({ channels, isIdentity: false, of })
    },
    build: () => build(all, definition, tensors),
  }
}

interface Modulation {
  readonly scale: Float32Array
  readonly offset: Float32Array
}

function modulationOf(name: string, kind: NormKind, vector: (name: string) => Float32Array): (conditions: Conditions) => Modulation {
  if (kind === 'batch') {
    const fixed = { scale: vector(`${name}/scale`), offset: vector(`${name}/offset`) }
    return () => fixed
  }
  const own = (part: string) => vector(`${name}/${part}`)
  const both = (x: Float32Array) => ({
    scale: product(x, own('scale/weight'), own('scale/bias')),
    offset: product(x, own('offset/weight'), own('offset/bias')),
  })
  if (kind === 'class-conditional') return ({ embedded }) => both(embedded)
  return ({ zWithClasses }) => both(product(zWithClasses, own('hidden/weight'), own('hidden/bias')).map((value) => Math.max(0, value)))
}

/** (x - mean) / √(variance + ε) · scale + offset, as one scale and one offset. */
function normalising({ scale, offset }: Modulation, mean: Float32Array, variance: Float32Array): Modulation {
  const scales = scale.map((value, c) => value / Math.sqrt((variance[c] as number) + NORM_EPSILON))
  return { scale: scales, offset: offset.map((value, c) => value - (mean[c] as number) * (scales[c] as number)) }
}

/** xW + b. @param weight [x, bias] */
function product(x: Float32Array, weight: Float32Array, bias: ArrayLike<number>): Float32Array {
  return Float32Array.from(bias, (first, o) => x.reduce((sum, value, i) => sum + value * (weight[i * bias.length + o] as number), first))
}

function build(all: readonly Affine[], { input, embedding }: NetworkDefinition, tensors: NamedTensors): Affines {
  let length = 0
  const starts = all.map(({ channels }) => {
    length += 2 * channels
    return length - 2 * channels
  })
  const inputs = input[0] as number
  const latent = inputs - (embedding?.classes ?? 0)
  const conditionsOf = (code: Float32Array): Conditions => {
    const z = code.subarray(0, latent)
    const sigmas = code.subarray(inputs)
    if (!embedding) return { embedded: new Float32Array(), zWithClasses: z, sigmas }
    const matrix = tensors['embedding/weight']?.values ?? new Float32Array()
    const embedded = product(code.subarray(latent, inputs), matrix, new Float32Array(embedding.width))
    const zWithClasses = new Float32Array(latent + embedding.width)
    zWithClasses.set(z)
    zWithClasses.set(embedded, latent)
    return { embedded, zWithClasses, sigmas }
  }
  return {
    length,
    channels: all.map(({ channels }) => channels),
    starts,
    write(code, target) {
      const conditions = conditionsOf(code)
      all.forEach(({ channels, of }, i) => {
        const { scale, offset } = of(conditions)
        target.set(scale, starts[i] as number)
        target.set(offset, (starts[i] as number) + channels)
      })
    },
  }
}
