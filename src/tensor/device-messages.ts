// Why a backend is not used or slow, and what to do about it, in sentences for people.
import { BACKEND_NAMES, type Backend } from '../spec/backends.ts'

/** Why a backend is not used. */
export interface BackendProblem {
  readonly message: string
  readonly advice: string
}

export const NO_WEBGPU: BackendProblem = {
  message: 'This browser has no WebGPU.',
  advice: 'A current Chrome, Edge or Safari has WebGPU, and so has Firefox on Windows and macOS.',
}
/** Browsers hide WebGPU from pages that came over plain http, unless from this very machine. */
export const NOT_SECURE: BackendProblem = {
  message: 'This page did not come over https, so the browser keeps WebGPU from it.',
  advice: 'Open it at an address that begins with https:// or http://localhost.',
}
export const NO_ADAPTER: BackendProblem = {
  message: 'This browser has WebGPU but finds no graphics card for it.',
  advice: 'Switch on hardware acceleration in the browser’s settings, or update the graphics driver.',
}
export const NO_WEBGL: BackendProblem = {
  message: 'This browser has no WebGL.',
  advice: 'Switch on hardware acceleration in the browser’s settings, or try another browser.',
}
export const SOFTWARE_GPU: BackendProblem = {
  message: 'There is no GPU here, only a processor that imitates one.',
  advice:
    'If this machine has a graphics card, update the card’s driver; for the page, switch on hardware acceleration in the browser’s settings too.',
}
export const NO_WASM: BackendProblem = { message: 'There is no WebAssembly here.', advice: 'Update the browser, or try another.' }
export const NO_SIMD: BackendProblem = {
  message: 'The WebAssembly of this browser is too old: it cannot compute with several numbers at once (SIMD).',
  advice: 'Update the browser, or try another.',
}
export const WASM_BLOCKED: BackendProblem = {
  message: 'A security policy keeps WebAssembly from this page.',
  advice: 'Whoever serves the page can allow it: “wasm-unsafe-eval” in script-src of the Content-Security-Policy.',
}

const UPDATE = 'Update the browser and the graphics driver, or try another browser.'

/** @param what it got wrong */
export function wrongResults(backend: Backend, device: string, what: string): BackendProblem {
  return { message: `${device} (${BACKEND_NAMES[backend]}) computes wrongly, so it is not used: ${what}.`, advice: UPDATE }
}

export function cannotOpen(backend: Backend, error: unknown): BackendProblem {
  const reason = error instanceof Error ? error.message : String(error)
  return { message: `${backend === 'cpu' ? 'The processor' : BACKEND_NAMES[backend]} could not be opened: ${reason}.`, advice: UPDATE }
}

const SLOW: Readonly<Record<'webgl' | 'cpu', string>> = {
  webgl: 'Training goes through WebGL, which is slower.',
  cpu: 'Training runs on the processor, which is slow: begin with the preset Smoke test.',
}

/** What is said to a person who trains without a GPU or slowly. @param problems with all better backends; none where this one was asked for */
export function slowNotice(backend: 'webgl' | 'cpu', problems: readonly BackendProblem[]): string {
  return joined([messagesOf(problems), SLOW[backend], adviceOf(problems)])
}

/** The same on a GPU that is imitated. */
export function softwareGpuNotice(problems: readonly BackendProblem[]): string {
  if (problems.length === 0) return `${SOFTWARE_GPU.message} Results are right, but WebAssembly is several times as fast.`
  return joined([messagesOf(problems), 'Training goes through the imitated one, which is slow.', adviceOf(problems)])
}

/** The same on WebAssembly, which is not slow for a processor; null where there is nothing to say. @param threads why it has but one */
export function wasmNotice(problems: readonly BackendProblem[], threads: BackendProblem | null): string | null {
  const device = problems.length > 0 ? 'Training runs on the processor, with WebAssembly.' : ''
  return joined([messagesOf(problems), device, threads?.message ?? '', threads?.advice ?? '', adviceOf(problems)]) || null
}

const joined = (sentences: readonly string[]) => sentences.filter((sentence) => sentence !== '').join(' ')

/** Of the best backend: what helps there helps most. */
const adviceOf = ([first]: readonly BackendProblem[]) => first?.advice ?? ''

/** @throws Error where there is no problem */
export function allProblems(problems: readonly BackendProblem[]): BackendProblem {
  const [first] = problems
  if (!first) throw new Error('no backend was tried')
  return { message: messagesOf(problems), advice: first.advice }
}

function messagesOf(problems: readonly BackendProblem[]): string {
  if (problems.length === 2 && problems.includes(NO_WEBGPU) && problems.includes(NO_WEBGL))
    return 'This browser has neither WebGPU nor WebGL.'
  return problems.map(({ message }) => message).join(' ')
}

/** WebAssembly's one thread where memory cannot be shared. */
export const NOT_ISOLATED: BackendProblem = {
  message: 'It has one thread, since this page is not isolated from others.',
  advice:
    'It is faster with all of them: reload the page. If that changes nothing, the server has to send the headers “Cross-Origin-Opener-Policy: same-origin” and “Cross-Origin-Embedder-Policy: require-corp”, as npm start does.',
}

export function threadsDoNotStart(error: unknown): BackendProblem {
  const reason = error instanceof Error ? error.message : String(error)
  return { message: `It has one thread, since no other could be started: ${reason}.`, advice: 'Reload the page to try again.' }
}
