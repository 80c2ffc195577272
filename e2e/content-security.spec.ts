// The Content-Security-Policy: nothing reaches another address, from the page or from any Worker, on our server and on a host without headers.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, type Page, test, type Worker } from '@playwright/test'
import sharp from 'sharp'
import { button, TINY } from './page.ts'
import { listen, startStaticHost } from './static-host.ts'

/** A server at another address that accepts every request and records its paths. */
async function startForeignServer(): Promise<{ readonly address: string; readonly requested: string[]; end(): void }> {
  const requested: string[] = []
  const server = createServer((request, response) => {
    requested.push(request.url ?? '')
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' }).end()
  })
  return { ...(await listen(server)), requested }
}

/** Runs in the page or in a Worker: tries every kind of request that is possible there. */
function requestEverything(address: string): void {
  const blocked = new Set<string>()
  Object.assign(globalThis, { blocked })
  addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    blocked.add(blockedURI.replace(/^\w+:\/\/[^/]+/, '').replace('?', '') || 'a frame') // a frame is reported without its path
  })
  const quietly = (attempt: () => unknown) =>
    void Promise.resolve()
      .then(attempt)
      .catch(() => {})
  quietly(() => fetch(`${address}/fetch`, { mode: 'no-cors' }))
  quietly(() => import(`${address}/module`))
  quietly(() => new EventSource(`${address}/events`))
  quietly(() => new WebSocket(`${address.replace('http', 'ws')}/socket`))
  quietly(() => {
    const request = new XMLHttpRequest()
    request.open('GET', `${address}/request`)
    request.send()
  })
  if (!('document' in globalThis)) return
  navigator.sendBeacon(`${address}/beacon`)
  for (const [tag, attribute, path] of [
    ['img', 'src', 'picture'],
    ['script', 'src', 'script'],
    ['link', 'href', 'style'],
    ['iframe', 'src', 'frame'],
    ['video', 'src', 'film'],
  ] as const) {
    const element = Object.assign(document.createElement(tag), { rel: 'stylesheet' })
    element.setAttribute(attribute, `${address}/${path}`)
    document.body.append(element)
  }
  document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.injected = true' }))
  const form = document.createElement('form')
  form.action = `${address}/form`
  document.body.append(form)
  form.submit()
}

const FROM_WORKERS = ['/events', '/fetch', '/module', '/request', '/socket']
const FROM_PAGE = [...FROM_WORKERS, '/beacon', '/film', '/form', '/picture', '/script', '/style', 'a frame', 'inline'].sort()

async function expectBlocked(realm: Pick<Worker, 'evaluate'>, address: string, paths: readonly string[]): Promise<void> {
  await realm.evaluate(requestEverything, address)
  await expect.poll(() => realm.evaluate(() => [...(globalThis as unknown as { blocked: Set<string> }).blocked].sort())).toEqual(paths)
}

const THREAD = 'wasm-thread'

/** Keeps Workers alive that would be terminated after their work, so that the test can run code in them. */
async function watchWorkers(page: Page): Promise<Map<string, Worker>> {
  const found = new Map<string, Worker>()
  await page.addInitScript(() => {
    Worker.prototype.terminate = () => {}
  })
  page.on('worker', async (worker) => {
    const name = await worker.evaluate(() => self.name).catch(() => THREAD) // a thread that waits for work runs no other code
    if (name !== THREAD) found.set(name, worker)
  })
  return found
}

async function pictures(root: string): Promise<void> {
  for (const folder of ['a', 'b']) {
    mkdirSync(join(root, folder), { recursive: true })
    for (let i = 0; i < 8; i++) {
      const pixels = Uint8Array.from({ length: 16 * 16 * 3 }, (_, k) => (k * (i + 2) * (folder === 'a' ? 7 : 11)) % 251)
      await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
        .png()
        .toFile(join(root, folder, `${i}.png`))
    }
  }
  writeFileSync(join(root, 'a/drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h5v7"/></svg>')
}

async function expectAllBlocked(page: Page, address: string, folder: string): Promise<void> {
  const foreign = await startForeignServer()
  const workers = await watchWorkers(page)
  await page.goto(`${address}#${TINY}`)
  await pictures(folder)
  await page.getByTestId('folder-input').setInputFiles(folder)
  await expect(page.getByTestId('dataset')).toContainText('All 17 files became images')
  await button(page, 'Explore by features').click()
  const dialog = page.getByTestId('features')
  await dialog.getByRole('tab', { name: 'Clusters' }).click()
  await dialog.getByRole('button', { name: /^Find/ }).click()
  await expect(dialog.getByTestId('cluster').first()).toBeVisible()

  await fetch(`${foreign.address}/from-the-test`)
  await expect.poll(() => [...workers.keys()].sort()).toEqual(['analysis', 'import', 'svg', 'trainer'])
  for (const worker of workers.values()) await expectBlocked(worker, foreign.address, FROM_WORKERS)
  await expectBlocked(page, foreign.address, FROM_PAGE)
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false)
  expect(foreign.requested).toEqual(['/from-the-test'])
  foreign.end()
}

test('on the server of `npm start` the page and its Workers reach no other address', async ({ page, baseURL }, info) => {
  await expectAllBlocked(page, baseURL ?? '', info.outputPath('pictures'))
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('nor do they on a host that sends no headers', async ({ page }, info) => {
  const host = await startStaticHost()
  await expectAllBlocked(page, `${host.address}/`, info.outputPath('pictures'))
  host.end()
})

test('every response of the server carries the policy', async ({ request }) => {
  const { headers: forPage } = await request.get('./').then((response) => ({ headers: response.headers() }))
  const script = /src="\.\/([^"]+)"/.exec(await (await request.get('./')).text())?.[1]
  for (const path of [script ?? '', 'datasets/atlases.json', 'no/such/file'])
    for (const name of ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-embedder-policy', 'x-content-type-options'])
      expect((await request.get(`./${path}`)).headers()[name], `${name} of ${path}`).toBe(forPage[name])
  expect(forPage['content-security-policy']).toContain("connect-src 'self'")
  expect(forPage['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(forPage['content-security-policy']).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/)
})
