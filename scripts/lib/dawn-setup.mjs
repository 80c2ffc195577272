// Vitest's first file of every GPU test: puts Dawn at `navigator.gpu`, and fails (never skips) where there is no adapter.
import { installGpu } from './dawn.mjs'
import { NO_ADAPTER } from './vulkan.mjs'

const { navigator } = /** @type {{ navigator?: { gpu?: GPU } }} */ (globalThis)
// Once a process: where a second one took its place, the first would be collected as garbage, and its devices would never answer again.
if (!navigator?.gpu && !(await installGpu())) throw new Error(NO_ADAPTER)
