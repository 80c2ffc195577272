// The device the person chose, and how long the presets take on the current one.
import type { BackendChoice } from '../../spec/backends.ts'
import type { PresetSeconds } from '../../spec/presets.ts'

export interface DeviceSlice {
  readonly wanted: BackendChoice
  /** Null until some steps have been timed on this device. */
  readonly presetSeconds: PresetSeconds | null
}

export const initialDevice: DeviceSlice = { wanted: 'auto', presetSeconds: null }
