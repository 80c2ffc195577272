// The page and its Worker. `base` is relative, so that the build works under any path.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { assemblyScript } from './scripts/lib/assembly-script.mjs'
import { contentSecurity } from './scripts/lib/content-security.mjs'
import { firstLoadInOneFile } from './scripts/lib/first-load.mjs'
import { offline } from './scripts/lib/offline.mjs'
import { player } from './scripts/lib/player.mjs'

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurity(), offline()],
  build: { rolldownOptions: { output: { codeSplitting: firstLoadInOneFile() } } },
  worker: { format: 'es', plugins: () => [assemblyScript(), player()] },
})
