// D: -E[log σ(D(x))] - E[log(1 - σ(D(G(z))))], G: -E[log σ(D(G(z)))] [Goodfellow et al. 2014, §3]
import { type AdversarialLoss, fake, neg, real, softplus } from './expression.ts'

export const nonSaturating: AdversarialLoss = {
  discriminator: [softplus(neg(real)), softplus(fake)], // -log σ(x) = softplus(-x), -log(1 - σ(x)) = softplus(x)
  generator: [softplus(neg(fake))],
}
