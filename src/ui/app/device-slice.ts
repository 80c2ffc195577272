// The device that a person wants, and how long the presets take on the one there is.
import type { BackendChoice } from '../../spec/backends.ts'
import type { PresetSeconds } from '../../spec/presets.ts'

export interface DeviceSlice {
  readonly wanted: BackendChoice
  /** Null until steps were timed on this device. */
  readonly presetSeconds: PresetSeconds | null
}

export const initialDevice: DeviceSlice = { wanted: 'auto', presetSeconds: null }
