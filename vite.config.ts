// The page and its Worker. `base` is relative, so that the build works under any path.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({ base: './', plugins: [react()], worker: { format: 'es' } })
