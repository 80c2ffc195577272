// Gives Node a `navigator.gpu` (Dawn, npm `webgpu`); call it before TensorFlow.js is loaded, which looks for one when it is imported.
import { findVulkan } from './vulkan.mjs'

/**
 * @param {string[]} options of Dawn: `backend=null` is a device that computes nothing
 * @returns {Promise<GPU | null>} null where Dawn finds no adapter; `navigator` is left alone then
 */
export async function installGpu(options = []) {
  const vulkan = findVulkan()
  if (!vulkan) return null
  Object.assign(process.env, vulkan.env) // Node copies these to the C environment, where the Vulkan loader reads them
  const { create, globals } = await import('webgpu')
  Object.assign(globalThis, globals)
  const gpu = create(options)
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true })
  return gpu
}
