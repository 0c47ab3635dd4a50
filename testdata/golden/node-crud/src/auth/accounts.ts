// What can be done with accounts, apart from HTTP.
import { Limiter } from '../api/limit.ts'
import { invalidField, Problem, rateLimited } from '../api/problem.ts'
import { type Config, isHttps } from '../config/config.ts'
import type { Database } from '../database/database.ts'
import { project } from '../project.ts'
import { normalEmail } from '../value/text.ts'
import { hashPassword, nobodysHash, verifyPassword } from './password.ts'
import { type Session, SessionCookie, startSession } from './session.ts'
import { findAccount, findUserOfSession, insertUser, setPasswordHash } from './store.ts'
import { Tokens, tokenLifetime } from './token.ts'
import { demoEmail, invalidToken, signInFirst, type User } from './user.ts'

export class Accounts {
  readonly database: Database
  readonly cookie: SessionCookie
  readonly publicUrl: URL | undefined
  readonly #tokens: Tokens
  readonly #logins: Limiter
  readonly #lockDemo: boolean

  constructor(config: Config, database: Database) {
    this.database = database
    this.publicUrl = config.publicUrl
    this.cookie = new SessionCookie(config.production || isHttps(config))
    this.#tokens = new Tokens(config.jwtSecret, project.name)
    this.#logins = new Limiter(config.loginRateLimit)
    this.#lockDemo = config.seedDemo
  }

  /** Makes an account; EmailTaken says that there is one with this address. */
  async create(email: string, name: string, password: string, role: User['role']): Promise<User> {
    return insertUser(this.database, { email: normalEmail(email), name, role }, await hashPassword(password))
  }

  async login(client: string, email: string, password: string): Promise<{ userId: string; session: Session }> {
    const wait = this.#logins.take(`${client} ${email}`)
    if (wait > 0) throw rateLimited(wait)
    const userId = await this.#checkLogin(email, password)
    return { userId, session: await startSession(this.database, userId) }
  }

  /**
   * Finds the account that e-mail and password belong to. Whatever is wrong, the answer is the same and takes as long:
   * who tries addresses learns nothing.
   */
  async #checkLogin(email: string, password: string): Promise<string> {
    const account = await findAccount(this.database.queries, 'email', email)
    const { right, outdated } = await verifyPassword(password, account?.passwordHash ?? nobodysHash)
    if (account === undefined || account.disabled || !right) {
      throw new Problem(401, 'invalid_credentials', 'E-mail address or password is wrong.')
    }
    if (outdated) await setPasswordHash(this.database.queries, account.id, await hashPassword(password))
    return account.id
  }

  /** What a client gets that signed in. */
  async grant(userId: string, session: Session) {
    const token = await this.#tokens.sign({ userId, sessionId: session.id })
    return { access_token: token, token_type: 'Bearer', expires_in: tokenLifetime }
  }

  /** Finds out who sends a request, by its Authorization header. */
  async authenticate(authorization = ''): Promise<User> {
    const bearer = /^Bearer(?: (.*))?$/i.exec(authorization)
    if (bearer === null) throw signInFirst()
    const claims = await this.#tokens.read((bearer[1] ?? '').trim())
    const user = claims && (await findUserOfSession(this.database.queries, claims.sessionId, claims.userId))
    if (user === undefined) throw invalidToken()
    return user
  }

  /** The demo account is shared by its visitors, who may not lock each other out. */
  checkNotDemo(user: User): void {
    if (this.#lockDemo && user.email === demoEmail) {
      throw new Problem(403, 'forbidden', "The demo account can't be changed.")
    }
  }

  /** Lets users show that they know their password. */
  async checkPassword(user: User, field: string, password: string): Promise<void> {
    const account = await findAccount(this.database.queries, 'id', user.id)
    if (account === undefined) throw invalidToken()
    const { right } = await verifyPassword(password, account.passwordHash)
    if (!right) throw invalidField(field, 'not_allowed', 'Is not your password.')
  }
}
