// How far the picture goes along directions, as the sliders of the studio have it: one entry for each slider that is not at 0.
import type { DirectionSet, LayerZone } from '../../../spec/picture-code.ts'
import type { DirectionSetting, StudioState } from '../state/studio-state.ts'

/** Of a slider, in sigma. */
export const SIGMAS = { min: -3, max: 3, step: 0.05 } as const

export const MAX_NAME = 40

type Place = Pick<DirectionSetting, 'set' | 'index' | 'zone'>
type Settings = readonly DirectionSetting[]

const isAt = (place: Place) => (setting: Place) => setting.set === place.set && setting.index === place.index && setting.zone === place.zone

export function sigmasAt(settings: Settings, place: Place): number {
  return settings.find(isAt(place))?.sigmas ?? 0
}

/** At 0 it has no entry. */
export function withSigmas(settings: Settings, { set, index, zone }: Place, sigmas: number): Settings {
  const others = settings.filter((setting) => !isAt({ set, index, zone })(setting))
  return sigmas === 0 ? others : [...others, { set, index, zone, sigmas }]
}

/** Those of other sliders than are shown. */
export function settingsElsewhere(settings: Settings, set: DirectionSet, zone: LayerZone | null): Settings {
  return settings.filter((setting) => setting.set !== set || setting.zone !== zone)
}

const keyOf = (set: DirectionSet, index: number) => `${set}${index + 1}`

/** Given by hand, or by its place. */
export function nameOfDirection(names: StudioState['directionNames'], set: DirectionSet, index: number): string {
  return names[keyOf(set, index)] ?? `Direction ${index + 1}`
}

/** @param name empty: its place again */
export function withName(
  names: StudioState['directionNames'],
  set: DirectionSet,
  index: number,
  name: string,
): StudioState['directionNames'] {
  const wanted = name.trim().slice(0, MAX_NAME)
  const key = keyOf(set, index)
  const { [key]: _, ...others } = names
  return wanted === '' || wanted === `Direction ${index + 1}` ? others : { ...others, [key]: wanted }
}
