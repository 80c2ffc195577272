// Vitest's first file of every GPU test: puts Dawn at `navigator.gpu`, and fails (never skips) where there is no adapter.
import { installGpu } from './dawn.mjs'
import { NO_ADAPTER } from './vulkan.mjs'

const gpu = await installGpu()
if (!gpu) throw new Error(NO_ADAPTER)
