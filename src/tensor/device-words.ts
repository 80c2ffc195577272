// Why a backend is not used or slow, and what to do about it, in sentences for people.
import type { DeviceInfo } from '../spec/report.ts'

/** Why a backend is not used. */
export interface BackendProblem {
  readonly message: string
  readonly advice: string
}

export const BACKEND_NAMES: Readonly<Record<DeviceInfo['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: 'The processor',
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
/** Only where nobody gives it what it needs. */
export const NO_WASM: BackendProblem = { message: 'WebAssembly is not at hand here.', advice: 'Update the browser, or try another.' }

const UPDATE = 'Update the browser and the graphics driver, or try another browser.'

/** @param what it got wrong */
export function computesWrongly(backend: DeviceInfo['backend'], device: string, what: string): BackendProblem {
  return { message: `${device} (${BACKEND_NAMES[backend]}) computes wrongly, so it is not used: ${what}.`, advice: UPDATE }
}

export function doesNotOpen(backend: DeviceInfo['backend'], error: unknown): BackendProblem {
  const reason = error instanceof Error ? error.message : String(error)
  return { message: `${BACKEND_NAMES[backend]} could not be opened: ${reason}.`, advice: UPDATE }
}

const SLOW: Readonly<Record<'wasm' | 'webgl' | 'cpu', string>> = {
  wasm: 'Training runs on the processor, through WebAssembly.',
  webgl: 'Training goes through WebGL, which is slower.',
  cpu: 'Training runs on the processor, which is slow: begin with the preset Smoke test.',
}

/** What is said to a person who trains without WebGPU. @param problems with all better backends; none where this one was asked for */
export function slowNotice(backend: 'wasm' | 'webgl' | 'cpu', problems: readonly BackendProblem[]): string {
  const [first] = problems // the best backend: what helps there helps most
  return [messagesOf(problems), SLOW[backend], first?.advice ?? ''].filter((sentence) => sentence !== '').join(' ')
}

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
