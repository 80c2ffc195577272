// A generator made of two states of a run: early layers of one, later ones of the other.
import { EMBEDDING_WEIGHT } from '../gan/networks/layers.ts'
import { zonesOf } from '../gan/networks/zones.ts'
import { LAYER_ZONES, type LayerZone } from '../spec/picture-code.ts'
import type { GeneratorModel } from './model.ts'

/**
 * The generator that draws with the layers of `late` from a zone on, each norm with the statistics of its own generator. Everything else is that of
 * `early`: the embedding of the classes, how often they are drawn, and directions.
 * @throws Error where they are of different architectures
 */
export function mixModels(early: GeneratorModel, late: GeneratorModel, from: Exclude<LayerZone, 'early'>): GeneratorModel {
  const laterLayers = [...zonesOf(early.definition)].flatMap(([layer, zone]) => {
    return LAYER_ZONES.indexOf(zone) < LAYER_ZONES.indexOf(from) ? [] : `${layer}/`
  })
  const isLater = (name: string) => name !== EMBEDDING_WEIGHT && laterLayers.some((layer) => name.startsWith(layer))
  const tensors = Object.entries(early.tensors).map(([name, own]) => {
    const other = late.tensors[name]
    if (String(other?.shape) !== String(own.shape)) throw new Error('generators of different architectures cannot be mixed')
    return [name, other && isLater(name) ? other : own] as const
  })
  return { ...early, tensors: Object.fromEntries(tensors) }
}
