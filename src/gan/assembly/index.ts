// What the WebAssembly module of our kernels exports beside src/tensor/assembly, in the same language.
export { augmentedViews, augmentedViewsGradient } from './augment'
