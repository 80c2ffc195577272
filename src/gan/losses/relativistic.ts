// Relativistic pairing: D is to find each real image more real than the fake one it is paired with, and G the other way round.
// D: E[softplus(D(G(z)) - D(x))], G: E[softplus(D(x) - D(G(z)))] [Jolicoeur-Martineau 2018; Huang et al. 2024, "The GAN is dead", eq. 2,
// with f(t) = -log(1 + e⁻ᵗ)]
import { type AdversarialLoss, fake, real, softplus, sub } from './expression.ts'

export const relativistic: AdversarialLoss = { discriminator: [softplus(sub(fake, real))], generator: [softplus(sub(real, fake))] }
