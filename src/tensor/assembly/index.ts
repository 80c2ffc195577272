// What the WebAssembly module of our kernels exports of this layer; src/gan/assembly adds what only a GAN needs. AssemblyScript: TypeScript's
// syntax with machine types, compiled by scripts/lib/assembly-script.mjs. Memory is TensorFlow.js's; every argument is a number, and a
// pointer is an address in bytes.
export { activationGradient } from './activation'
export { adam } from './adam'
export { batchStatistics, normalise, normGradient, normGradientSums } from './batch-norm'
export { channelSums } from './channel-sums'
export { convolve, filterGradient, packFilter } from './conv2d'
export { blockRepeat, blockSum } from './resample'
export { spectralGradient, spectralNormalise } from './spectral-norm'
