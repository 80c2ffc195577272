// Two test projects in Node: `unit` (no device) and `gpu` (WebGPU through Dawn, on a real or a software adapter).
import { defineConfig } from 'vitest/config'
import { assemblyScript } from './scripts/lib/assembly-script.mjs'
import { player } from './scripts/lib/player.mjs'
import { SILENCE_MINUTES } from './scripts/lib/silence.mjs'
import { findVulkan } from './scripts/lib/vulkan.mjs'

/** All that src/tensor/tf.ts imports. */
const TENSORFLOW = [
  'core',
  'core/dist/register_all_gradients',
  'backend-webgpu',
  'backend-wasm',
  'backend-webgl',
  'backend-cpu',
  'converter',
].map((part) => `@tensorflow/tfjs-${part}`)

export default defineConfig({
  plugins: [assemblyScript(), player()],
  // TensorFlow.js's ESM has extensionless deep imports, which Node refuses: take the bundles and let Vite load them.
  resolve: { mainFields: ['module', 'main'] },
  test: {
    server: { deps: { inline: [/@tensorflow\//] } },
    pool: 'forks',
    setupFiles: ['scripts/lib/vitest-setup.mjs', 'scripts/lib/wasm-setup.mjs'],
    // No test fails for being slow: what hangs is found by its silence (scripts/lib/silence.mjs). 0 is no limit.
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 60_000 * SILENCE_MINUTES, // 0 would end what tears down at once
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
          exclude: ['src/**/*.gpu.test.ts'],
          isolate: false, // modules are loaded once a process, not once a file; devices of many files in one process end in crashes of Dawn
          maxWorkers: '100%', // Vitest would leave one core idle, which is half of a small machine
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          setupFiles: ['scripts/lib/vitest-setup.mjs', 'scripts/lib/wasm-setup.mjs', 'scripts/lib/dawn-setup.mjs'],
          // LD_LIBRARY_PATH counts only when a process starts, so the forks must get it from here.
          env: findVulkan()?.env ?? {},
          // Each file has a process of its own: bundled, TensorFlow.js is loaded there in a third of the time that its many modules take.
          deps: { optimizer: { ssr: { enabled: true, include: TENSORFLOW } } },
          maxWorkers: 2, // compiling, which most of a cold run is, keeps one core busy, and so does the JavaScript in between
          sequence: { groupOrder: 1 }, // after `unit`: nothing else competes for the cores
        },
      },
    ],
  },
})
