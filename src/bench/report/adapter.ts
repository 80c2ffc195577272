// The adapter, as WebGPU describes it.
import type { AdapterFigures } from '../../spec/machine-report.ts'
import type { Device } from '../../tensor/backend.ts'

/** Features that kernels could use. */
const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query', 'chromium-experimental-subgroup-matrix'] as const

/** Limits that bound what a kernel can do. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
] as const

export function adapterFigures({ info }: Device, gpu: GPUDevice): AdapterFigures {
  const { vendor, architecture } = gpu.adapterInfo
  return {
    name: info.name,
    vendor,
    architecture,
    software: info.software,
    features: FEATURES.filter((feature) => gpu.features.has(feature)),
    limits: Object.fromEntries(LIMITS.map((name) => [name, gpu.limits[name]])),
  }
}
