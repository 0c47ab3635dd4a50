import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { isId } from '../value/format.ts'

/** Seconds. It is short, because a token is a copy of a key; the session behind it lives longer. */
export const tokenLifetime = 15 * 60

/** What an access token says: whose it is, and which session it belongs to. */
interface Claims {
  userId: string
  sessionId: string
}

/** Signs access tokens and checks them. Issuer and audience are this service itself. */
export class Tokens {
  readonly #key: KeyObject
  readonly #issuer: string

  constructor(secret: Buffer, issuer: string) {
    this.#key = createSecretKey(secret)
    this.#issuer = issuer
  }

  sign({ userId, sessionId }: Claims): Promise<string> {
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(this.#issuer)
      .setAudience(this.#issuer)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${tokenLifetime}s`)
      .sign(this.#key)
  }

  /** Takes only what sign makes: one algorithm, and no header that asks for another key. */
  async read(token: string): Promise<Claims | undefined> {
    const checked = await jwtVerify(token, this.#key, {
      algorithms: ['HS256'],
      issuer: this.#issuer,
      audience: this.#issuer,
      maxTokenAge: tokenLifetime, // refuses tokens from the future as well
      requiredClaims: ['exp'],
    }).catch(() => undefined)
    if (checked === undefined) return undefined
    const { payload, protectedHeader } = checked
    const { sub: userId = '', sid: sessionId } = payload
    const strange = Object.keys(protectedHeader).some((name) => name !== 'alg' && name !== 'typ')
    if (strange || !isId(userId) || typeof sessionId !== 'string' || !isId(sessionId)) return undefined
    return { userId, sessionId }
  }
}
