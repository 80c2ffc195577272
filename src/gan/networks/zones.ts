// Thirds of a network: which of its layers shape a picture early, and which late.
import { LAYER_ZONES, type LayerZone } from '../../spec/picture-code.ts'
import type { Layer, NetworkDefinition } from './layers.ts'

interface NamedLayer {
  readonly name: string
  readonly isNorm: boolean
}

/** Norms in the order in which a picture passes them, by the names of their parameters. */
export function normsOf({ layers }: NetworkDefinition): readonly string[] {
  return namedLayers(layers, '').flatMap(({ name, isNorm }) => (isNorm ? name : []))
}

/**
 * The zone of every layer that has a name. Norms are divided into thirds, and what is left over goes to the earlier ones; a layer that a norm follows
 * belongs to it, and those after the last norm are late.
 */
export function zonesOf({ layers }: NetworkDefinition): ReadonlyMap<string, LayerZone> {
  const named = namedLayers(layers, '')
  const norms = named.filter(({ isNorm }) => isNorm).length
  const zones = new Map<string, LayerZone>()
  let passed = 0
  for (const { name, isNorm } of named) {
    const third = norms === 0 ? 0 : Math.floor((LAYER_ZONES.length * passed) / norms)
    zones.set(name, LAYER_ZONES[third] ?? 'late')
    if (isNorm) passed++
  }
  return zones
}

function namedLayers(layers: readonly Layer[], path: string): readonly NamedLayer[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'residual') return namedLayers([...layer.main, ...layer.shortcut], `${path}${layer.name}/`)
    return 'name' in layer ? { name: `${path}${layer.name}`, isNorm: layer.kind === 'norm' } : []
  })
}
