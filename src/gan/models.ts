// Everything a run learns: its networks by name, each with its weights, Adam's moments, its average and its spectral vectors as named
// variables.
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import * as tf from '../tensor/tf.ts'
import type { Discriminator, Generator, Network } from './networks/build.ts'
import { initialWeights, type ParameterSpecs } from './networks/parameters.ts'
import { buildNetworks } from './networks/registry.ts'
import { initialSpectralU, spectralShapes } from './networks/spectral-norm.ts'
import { type Trained, type Variables, zeroVariables } from './optimiser.ts'

/** A network of a run. */
export interface RunNetwork<N extends Network = Network> extends Trained {
  readonly network: N
  /** Left singular vectors of the matrices under spectral norm; empty where there is none. */
  readonly spectralU: Variables
}

export type Models = {
  /** Its moving average (EMA) is what every picture and score comes from. */
  readonly generator: RunNetwork<Generator>
  readonly discriminator: RunNetwork<Discriminator>
}

/** Networks of a run under any names: what is true of all of them does not depend on which there are. */
export type NamedNetworks = Readonly<Record<string, RunNetwork>>

/** Fresh models; their initial weights are a function of the seed alone. @param classes 0 where the run has none */
export function createModels(config: RunConfig, channels: number, classes = 0): Models {
  const { generator, discriminator } = buildNetworks(config, channels, classes)
  const random = (index: number) => new RandomStream(config.seed, 'initialWeights', index)
  return {
    generator: createRunNetwork(generator, { weights: random(0), spectralU: random(3) }, true),
    discriminator: createRunNetwork(discriminator, { weights: random(1), spectralU: random(2) }, false),
  }
}

/** How many classes the networks of a run are told; 0 where none. */
export function classCountOfModels({ generator }: Pick<Models, 'generator'>): number {
  return generator.network.definition.embedding?.classes ?? 0
}

/**
 * @param random where its first values come from
 * @param averaged whether it has a moving average, which begins where the weights do
 */
export function createRunNetwork<N extends Network>(
  network: N,
  random: { readonly weights: RandomStream; readonly spectralU: RandomStream },
  averaged: boolean,
): RunNetwork<N> {
  const initial = initialWeights(network.parameters, random.weights)
  const initialU = initialSpectralU(network.parameters, random.spectralU)
  const weights = contiguousVariables(initial)
  return {
    network,
    weights,
    ema: averaged ? contiguousVariables(initial) : {},
    spectralU: Object.keys(initialU).length > 0 ? contiguousVariables(initialU) : {},
    adam: { first: zeroVariables(weights), second: zeroVariables(weights) },
  }
}

type Named<T> = Readonly<Record<string, T>>

/** What a checkpoint has of a network: its variables, or their shapes. */
interface StateGroups<T> {
  readonly weights: Named<T>
  readonly ema: Named<T>
  readonly spectralU: Named<T>
  readonly adam: { readonly first: Named<T>; readonly second: Named<T> }
}

/**
 * Everything under one flat name, such as `generator/up1/kernel`: the content of a checkpoint. The average of the generator and the
 * spectral vectors of the discriminator came first, and have no network's name in theirs: `average/up1/kernel`, `spectral/conv1/kernel`.
 */
function underFlatNames<T>(networks: Named<StateGroups<T>>): Record<string, T> {
  const all = Object.entries(networks)
  const groups: [string, Named<T>][] = [
    ...all.map(([name, { weights }]): [string, Named<T>] => [name, weights]),
    ...all.map(([name, { ema }]): [string, Named<T>] => [averageGroup(name), ema]),
    ...all.map(([name, { spectralU }]): [string, Named<T>] => [name === 'discriminator' ? 'spectral' : `spectral/${name}`, spectralU]),
    ...all.flatMap(([name, { adam }]): [string, Named<T>][] => [
      [`adam/${name}/first`, adam.first],
      [`adam/${name}/second`, adam.second],
    ]),
  ]
  return Object.fromEntries(
    groups.flatMap(([group, members]) => Object.entries(members).map(([name, member]) => [`${group}/${name}`, member] as const)),
  )
}

const averageGroup = (network: string) => (network === 'generator' ? 'average' : `average/${network}`)

/** Every variable by its flat name. */
export function stateOf(networks: NamedNetworks): Record<string, tf.Variable> {
  return underFlatNames(networks)
}

/** The shapes of what `stateOf` gives for the models of a run, without allocating any of it. */
export function stateShapes(config: RunConfig, channels: number, classes = 0): Record<string, readonly number[]> {
  const { generator, discriminator } = buildNetworks(config, channels, classes)
  return underFlatNames({ generator: shapesOf(generator.parameters, true), discriminator: shapesOf(discriminator.parameters, false) })
}

function shapesOf(parameters: ParameterSpecs, averaged: boolean): StateGroups<readonly number[]> {
  const weights = Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape]))
  return { weights, ema: averaged ? weights : {}, spectralU: spectralShapes(parameters), adam: { first: weights, second: weights } }
}

/** The flat name of the average of a weight, where its network has one. */
export function averageOf(name: string): string {
  const [network = '', ...rest] = name.split('/')
  return [averageGroup(network), ...rest].join('/')
}

/** The flat names of what pictures and features need: no moments of Adam, and of a weight with an average only that. */
export function networkNames(names: readonly string[]): string[] {
  const all = new Set(names)
  return names.filter((name) => !name.startsWith('adam/') && !all.has(averageOf(name)))
}

export function disposeModels(networks: NamedNetworks): void {
  tf.dispose(Object.values(stateOf(networks)))
}
