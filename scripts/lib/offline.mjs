// The page as an app that can be installed and works offline: its web app manifest and its service worker.
import { VitePWA } from 'vite-plugin-pwa'

const GROUND = '#f5f5f2' // as in src/ui/shared/tokens.css

/** A manifest and a service worker are part of the built page only: `vite dev` has none. */
export function offline() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'service-worker.ts',
    registerType: 'prompt',
    injectRegister: false, // src/ui/app/updates.ts registers it
    integration: {
      configureCustomSWViteBuild(build) {
        build.logLevel = 'warn' // or else it says more than the build of the page
      },
    },
    injectManifest: {
      rollupFormat: 'iife',
      globPatterns: ['**/*'], // all there is, the built-in images too: what was never used works offline as well
      maximumFileSizeToCacheInBytes: 2 ** 26,
      dontCacheBustURLsMatching: /^assets\//, // their names change with their content
    },
    includeManifestIcons: false, // they are among the files
    manifest: {
      name: 'Quarterturn',
      short_name: 'Quarterturn',
      description: 'Train a small self-supervised GAN on your own unlabelled images, on your GPU, in the browser.',
      lang: 'en-GB',
      start_url: './',
      scope: './',
      display: 'standalone',
      theme_color: GROUND,
      background_color: GROUND,
      categories: ['education', 'graphics', 'photo'],
      icons: [
        { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' },
      ],
    },
  })
}
