// The switches under which a headless Chromium has WebGPU.

/** The set under which SwiftShader computes and also shows WebGPU canvases in screenshots. */
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=swiftshader']
const REAL_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan']

/** Switches for every page, WebGPU or not. */
export const COMMON_FLAGS = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

/** With the machine's GPU where QUARTERTURN_GPU says `real`, else with one imitated by the processor. */
export function webgpuFlags() {
  return [...COMMON_FLAGS, ...(process.env.QUARTERTURN_GPU === 'real' ? REAL_GPU : SOFTWARE_GPU)]
}
