// Makes another version of the built page, as a change of the source would: all files with a hash in their names get other names.
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const TEXTS = new Set(['.html', '.js', '.css'])

export function writeNextVersion(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  const assets = join(to, 'assets')
  const names = readdirSync(assets)
  for (const name of names) renameSync(join(assets, name), join(assets, renamed(name)))
  const anyName = new RegExp(names.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g')
  for (const file of [...readdirSync(assets).map((name) => join(assets, name)), join(to, 'index.html'), join(to, 'service-worker.js')]) {
    if (TEXTS.has(extname(file))) writeFileSync(file, readFileSync(file, 'utf8').replace(anyName, renamed))
  }
  const worker = readFileSync(join(to, 'service-worker.js'), 'utf8')
  const changed = worker.replace(/("revision":")[0-9a-f]{32}(","url":"index.html")/, '$1of the next version$2')
  if (changed === worker) throw new Error('the service worker does not list index.html as expected')
  writeFileSync(join(to, 'service-worker.js'), changed)
}

function renamed(name: string): string {
  const ending = extname(name)
  return `${name.slice(0, -ending.length)}-next${ending}`
}
