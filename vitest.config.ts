// Two test projects in Node: `unit` (no device) and `gpu` (WebGPU through Dawn, on a real or a software adapter).
import { defineConfig } from 'vitest/config'
import { findVulkan } from './scripts/lib/vulkan.mjs'

export default defineConfig({
  // TensorFlow.js's ESM has extensionless deep imports, which Node refuses: take the bundles and let Vite load them.
  resolve: { mainFields: ['module', 'main'] },
  test: {
    server: { deps: { inline: [/@tensorflow\//] } },
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'], exclude: ['src/**/*.gpu.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          setupFiles: ['scripts/lib/dawn-setup.mjs'],
          // LD_LIBRARY_PATH counts only when a process starts, so the forks must get it from here.
          env: findVulkan()?.env ?? {},
          maxWorkers: 1, // a software adapter uses every core by itself
          sequence: { groupOrder: 1 }, // after `unit`: nothing else competes for the cores
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
