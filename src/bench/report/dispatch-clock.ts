// Times dispatches: by the adapter's own clock where it has one (timestamp-query), else until it has answered.

export interface Dispatch {
  readonly pipeline: GPUComputePipeline
  readonly bindGroup: GPUBindGroup
  readonly workgroups: readonly [number, number, number]
}

export interface DispatchClock {
  readonly kind: 'timestamp-query' | 'wall'
  /** Milliseconds that the dispatches take, all of them that many times over. */
  time(dispatches: readonly Dispatch[], repeats: number): Promise<number>
  dispose(): void
}

/** Two times of 64 bits. */
const STAMPS_BYTES = 16

/** @param now milliseconds */
export function createDispatchClock(device: GPUDevice, now: () => number): DispatchClock {
  const stamps = device.features.has('timestamp-query') ? createStamps(device) : null
  return {
    kind: stamps ? 'timestamp-query' : 'wall',
    async time(dispatches, repeats) {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass(stamps ? { timestampWrites: stamps.writes } : undefined)
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const { pipeline, bindGroup, workgroups } of dispatches) {
          pass.setPipeline(pipeline)
          pass.setBindGroup(0, bindGroup)
          pass.dispatchWorkgroups(...workgroups)
        }
      }
      pass.end()
      stamps?.resolve(encoder)
      const commands = encoder.finish()
      await device.queue.onSubmittedWorkDone()
      const began = now()
      device.queue.submit([commands])
      await device.queue.onSubmittedWorkDone()
      const wall = now() - began
      const measured = await stamps?.read()
      return measured !== undefined && measured > 0 && measured <= wall + 1 ? measured : wall // some drivers return nonsense
    },
    dispose: () => stamps?.dispose(),
  }
}

function createStamps(device: GPUDevice) {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
  const resolved = device.createBuffer({ size: STAMPS_BYTES, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC })
  const readable = device.createBuffer({ size: STAMPS_BYTES, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  return {
    writes: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    resolve(encoder: GPUCommandEncoder) {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, readable, 0, STAMPS_BYTES)
    },
    /** Milliseconds. */
    async read(): Promise<number> {
      await readable.mapAsync(GPUMapMode.READ)
      const [begin = 0n, end = 0n] = new BigInt64Array(readable.getMappedRange())
      readable.unmap()
      return Number(end - begin) / 1e6
    },
    dispose() {
      querySet.destroy()
      resolved.destroy()
      readable.destroy()
    },
  }
}
