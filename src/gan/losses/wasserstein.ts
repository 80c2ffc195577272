// D: E[D(G(z))] - E[D(x)], G: -E[D(G(z))] [Arjovsky et al. 2017, eq. 2]
import { type AdversarialLoss, fake, neg, real } from './expression.ts'

export const wasserstein: AdversarialLoss = { discriminator: [neg(real), fake], generator: [neg(fake)] }
