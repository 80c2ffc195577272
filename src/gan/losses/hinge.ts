// D: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))], G: -E[D(G(z))] [Lim and Ye 2017, eq. 3; Miyato et al. 2018, eq. 16]
import { type AdversarialLoss, add, fake, neg, real, relu, sub } from './expression.ts'

export const hinge: AdversarialLoss = { discriminator: [relu(sub(1, real)), relu(add(1, fake))], generator: [neg(fake)] }
