// The switches under which a headless Chromium has WebGPU.

/** The page itself is drawn without the software GPU, which would take up to half of the processor from training and tests. */
const PLAIN_DRAWING = '--disable-gpu-compositing'

/** The set under which SwiftShader computes. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  PLAIN_DRAWING,
]
const REAL_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan']

/** Switches for every page, WebGPU or not. */
const COMMON_FLAGS = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

/** With the machine's GPU where QUARTERTURN_GPU says `real`, else with a software adapter. */
export function webgpuFlags() {
  return [...COMMON_FLAGS, ...(process.env.QUARTERTURN_GPU === 'real' ? REAL_GPU : SOFTWARE_GPU)]
}

/** Without WebGPU: WebGL by a software renderer. */
export function fallbackFlags() {
  return [...COMMON_FLAGS, '--use-angle=swiftshader', '--enable-unsafe-swiftshader', PLAIN_DRAWING]
}
