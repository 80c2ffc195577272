// The page and its Worker. `base` is relative, so that the build works under any path.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { contentSecurity } from './scripts/lib/content-security.mjs'

export default defineConfig({ base: './', plugins: [react(), contentSecurity()], worker: { format: 'es' } })
