// Records the dispatches of a device by wrapping WebGPU's own functions.
import { observeDispatches } from '../../tensor/replay.ts'
import type { Dispatch } from './dispatch-clock.ts'

export interface DispatchListener {
  /** Those since the last call. */
  take(): Dispatch[]
  stop(): void
}

/** Records from now on. */
export function listenTo(device: GPUDevice): DispatchListener {
  let noted: Dispatch[] = []
  const createCommandEncoder = device.createCommandEncoder
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder.call(device, descriptor)
    const beginComputePass = encoder.beginComputePass.bind(encoder)
    encoder.beginComputePass = (passDescriptor) => observeDispatches(beginComputePass(passDescriptor), (dispatch) => noted.push(dispatch))
    return encoder
  }
  return {
    take() {
      const taken = noted
      noted = []
      return taken
    },
    stop() {
      device.createCommandEncoder = createCommandEncoder
    },
  }
}
