// `npm start`: from a fresh clone to the page in the default browser. Plain Node: it installs the packages it needs itself.
import { spawn } from 'node:child_process'
import { ensurePackages } from './lib/packages.mjs'
import { ROOT } from './lib/root.mjs'
import { giveUp, say, since } from './lib/say.mjs'

const HOST = '127.0.0.1' // this machine only; browsers treat it as a secure context, which WebGPU requires
const PORT = 4173

await ensurePackages()
const { build, preview } = await import('vite')
await buildPage()
const address = await servePage()
say(`Quarterturn runs at ${address}  (Ctrl+C ends it)`)
if (mayOpenBrowser()) openBrowser(address)
endWithNpm()

async function buildPage() {
  say('Building the page ...')
  const start = performance.now()
  await build({ root: ROOT, logLevel: 'error' }).catch((error) =>
    giveUp(
      `The page could not be built: ${error.message}\nIf you changed the source, \`npm run check\` may say more; else remove node_modules and try again.`,
    ),
  )
  say(`Built in ${since(start)}.`)
}

/** @returns {Promise<string>} the page's address; the next free port is taken when ours is not free */
async function servePage() {
  const server = await preview({ root: ROOT, logLevel: 'warn', preview: { host: HOST, port: PORT, strictPort: false, open: false } }).catch(
    (error) => giveUp(`The page could not be served on ${HOST}: ${error.message}`),
  )
  return server.resolvedUrls?.local[0] ?? `http://${HOST}:${PORT}/`
}

function mayOpenBrowser() {
  if (process.env.CI || process.argv.includes('--no-open')) return false
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** @param {string} url */
function openBrowser(url) {
  const openers = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '', url] }
  const [program = '', ...args] =
    process.platform === 'darwin' || process.platform === 'win32' ? openers[process.platform] : ['xdg-open', url]
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => say('No browser could be opened: open the address above yourself.'))
  child.unref()
}

/** npm, when it is ended by a signal, leaves its script behind with the port: notice that and end too. */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && process.exit(), 1000).unref()
}
