// Every kernel of ours. A new one is registered by a line here.
import { ACCUMULATE_KERNELS } from './accumulate/accumulate.ts'
import { ADAM_KERNELS } from './adam/adam.ts'
import { VIEW_KERNELS } from './augment/views.ts'
import { BATCH_NORM_KERNELS } from './batch-norm/batch-norm.ts'
import { CONVOLVE_KERNELS } from './conv2d/convolve.ts'
import { CONV2D_KERNELS } from './conv2d/register.ts'
import { GAN_LOSS_KERNELS } from './gan-loss/gan-loss.ts'
import { GATHER_KERNELS } from './gather/gather.ts'
import { IDENTITY_KERNELS } from './identity/identity.ts'
import type { Kernel } from './kernel.ts'
import { LINEAR_KERNELS } from './linear/linear.ts'
import { MAT_MUL_KERNELS } from './mat-mul/mat-mul.ts'
import { RANDOM_KERNELS } from './random/random.ts'
import { RESAMPLE_KERNELS } from './resample/resample.ts'
import { SPECTRAL_NORM_KERNELS } from './spectral-norm/spectral-norm.ts'
import { SLICE_KERNELS } from './sum-of-slices/sum-of-slices.ts'

export const KERNELS: readonly Kernel[] = [
  ...CONV2D_KERNELS,
  ...CONVOLVE_KERNELS,
  ...BATCH_NORM_KERNELS,
  ...ADAM_KERNELS,
  ...VIEW_KERNELS,
  ...SPECTRAL_NORM_KERNELS,
  ...RANDOM_KERNELS,
  ...GATHER_KERNELS,
  ...ACCUMULATE_KERNELS,
  ...SLICE_KERNELS,
  ...LINEAR_KERNELS,
  ...MAT_MUL_KERNELS,
  ...IDENTITY_KERNELS,
  ...GAN_LOSS_KERNELS,
  ...RESAMPLE_KERNELS,
]
