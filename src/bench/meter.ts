// Counts the dispatches and the uploaded bytes of a device by wrapping WebGPU's own functions.

export interface Traffic {
  dispatches: number
  uploadedBytes: number
}

export interface Meter {
  /** The counts since the last call. */
  take(): Traffic
}

/** Counts from now on. */
export function createMeter(device: GPUDevice): Meter {
  let traffic: Traffic = { dispatches: 0, uploadedBytes: 0 }

  const createBuffer = device.createBuffer.bind(device)
  device.createBuffer = (descriptor) => {
    if (descriptor.mappedAtCreation) traffic.uploadedBytes += descriptor.size
    return createBuffer(descriptor)
  }

  const { queue } = device
  const writeBuffer = queue.writeBuffer.bind(queue)
  queue.writeBuffer = (buffer: GPUBuffer, offset: number, data: ArrayBuffer | ArrayBufferView, from = 0, size?: number) => {
    const unit = 'BYTES_PER_ELEMENT' in data ? Number(data.BYTES_PER_ELEMENT) : 1 // offset and size count the data's own elements
    traffic.uploadedBytes += size === undefined ? data.byteLength - from * unit : size * unit
    return writeBuffer(buffer, offset, data as GPUAllowSharedBufferSource, from, size)
  }

  const createCommandEncoder = device.createCommandEncoder.bind(device)
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder(descriptor)
    const beginComputePass = encoder.beginComputePass.bind(encoder)
    encoder.beginComputePass = (passDescriptor) => {
      const pass = beginComputePass(passDescriptor)
      const dispatchWorkgroups = pass.dispatchWorkgroups.bind(pass)
      pass.dispatchWorkgroups = (x, y, z) => {
        traffic.dispatches++
        return dispatchWorkgroups(x, y, z)
      }
      return pass
    }
    return encoder
  }

  return {
    take() {
      const taken = traffic
      traffic = { dispatches: 0, uploadedBytes: 0 }
      return taken
    },
  }
}
