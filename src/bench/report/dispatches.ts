// Notes the dispatches that go to a device, at WebGPU's own interface, where every one of them passes.
import type { Dispatch } from './dispatch-clock.ts'

export interface DispatchListener {
  /** Those since the last call. */
  take(): Dispatch[]
  stop(): void
}

/** Listens at `device` from now on. */
export function listenTo(device: GPUDevice): DispatchListener {
  let noted: Dispatch[] = []
  const createCommandEncoder = device.createCommandEncoder
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder.call(device, descriptor)
    const beginComputePass = encoder.beginComputePass.bind(encoder)
    encoder.beginComputePass = (passDescriptor) => listened(beginComputePass(passDescriptor), (dispatch) => noted.push(dispatch))
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

function listened(pass: GPUComputePassEncoder, note: (dispatch: Dispatch) => void): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | undefined
  let bindGroup: GPUBindGroup | undefined
  const setPipeline = pass.setPipeline.bind(pass)
  const setBindGroup = pass.setBindGroup.bind(pass) as (index: number, group: GPUBindGroup) => undefined
  const dispatchWorkgroups = pass.dispatchWorkgroups.bind(pass)
  pass.setPipeline = (given) => {
    pipeline = given
    return setPipeline(given)
  }
  pass.setBindGroup = (index: number, group: GPUBindGroup | null | undefined) => {
    bindGroup = group as GPUBindGroup
    return setBindGroup(index, bindGroup)
  }
  pass.dispatchWorkgroups = (x, y = 1, z = 1) => {
    if (pipeline && bindGroup) note({ pipeline, bindGroup, workgroups: [x, y, z] })
    return dispatchWorkgroups(x, y, z)
  }
  return pass
}
