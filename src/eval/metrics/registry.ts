// All metrics, in the order of the table SCORES (spec/scores.ts).
import { classMetric } from './classes.ts'
import { frechetMetric } from './frechet.ts'
import { kernelMetric } from './kid.ts'
import { manifoldMetric } from './manifold.ts'
import type { CreateMetric } from './metric.ts'
import { similarityMetric } from './ms-ssim.ts'
import { copiesMetric } from './nearest.ts'

export const METRICS: readonly CreateMetric[] = [frechetMetric, kernelMetric, manifoldMetric, copiesMetric, similarityMetric, classMetric]
