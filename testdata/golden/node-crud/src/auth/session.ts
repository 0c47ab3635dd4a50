// A session is what a login begins. Its secret lives in a cookie and changes with every use.
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../api/problem.ts'
import type { Database } from '../database/database.ts'
import { isId } from '../value/format.ts'
import { after, fromStored, now, toStored } from '../value/time.ts'
import { newId } from './user.ts'

export const cookieName = 'refresh_token'
/** Seconds. */
const sessionLifetime = 30 * 24 * 60 * 60
/**
 * How long a secret that was just replaced is no sign of theft: two tabs of one browser may have sent it at the same
 * time. Milliseconds.
 */
const rotationGrace = 10_000

export interface Session {
  id: string
  secret: string
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret. It is random, so that a quick hash will do. */
function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Makes a session for a user who has just proved the password. */
export async function startSession(database: Database, userId: string): Promise<Session> {
  const session = { id: newId(), secret: newSecret() }
  const moment = now()
  await database.transaction(async (queries) => {
    const old = queries.deleteFrom('sessions').where('user_id', '=', userId)
    await old.where('expires_at', '<=', toStored(moment)).execute()
    const row = { id: session.id, user_id: userId, created_at: toStored(moment), ...renewal(session.secret, moment) }
    await queries.insertInto('sessions').values(row).execute()
  })
  return session
}

function renewal(secret: string, moment: string) {
  const expires = after(moment, sessionLifetime * 1000)
  return { secret_hash: hashSecret(secret), rotated_at: toStored(moment), expires_at: toStored(expires) }
}

/** What became of an attempt to replace the secret of a session. */
type Rotation = { userId: string; session: Session } | 'unknown' | 'too late' | 'copied'

/**
 * Replaces the secret of a session. One statement compares and replaces, so that of several uses of one secret exactly
 * one succeeds.
 */
export async function rotate(database: Database, { id, secret }: Session): Promise<Rotation> {
  const fresh = newSecret()
  return database.transaction(async (queries): Promise<Rotation> => {
    const moment = now()
    const changed = await queries
      .updateTable('sessions')
      .set(renewal(fresh, moment))
      .where('id', '=', id)
      .where('secret_hash', '=', hashSecret(secret))
      .where('expires_at', '>', toStored(moment))
      .executeTakeFirst()
    const row = await queries.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return 'unknown'
    if (changed.numUpdatedRows === 1n) return { userId: row.user_id, session: { id, secret: fresh } }
    if (Date.parse(moment) - Date.parse(fromStored(row.rotated_at)) <= rotationGrace) return 'too late'
    await queries.deleteFrom('sessions').where('id', '=', id).execute()
    return 'copied'
  })
}

export async function endSession(database: Database, { id, secret }: Session): Promise<void> {
  const session = database.queries.deleteFrom('sessions').where('id', '=', id)
  await session.where('secret_hash', '=', hashSecret(secret)).execute()
}

/** The cookie that can renew a sign-in, or one that makes the browser forget it. */
export class SessionCookie {
  readonly #secure: string

  constructor(secure: boolean) {
    this.#secure = secure ? '; Secure' : ''
  }

  set(reply: FastifyReply, { id, secret }: Session): void {
    this.#send(reply, `${id}.${secret}`, sessionLifetime)
  }

  clear(reply: FastifyReply): void {
    this.#send(reply, '', 0)
  }

  #send(reply: FastifyReply, value: string, maxAge: number): void {
    const text = `${cookieName}=${value}; Path=/api/v1/auth; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${this.#secure}`
    reply.header('set-cookie', text)
  }

  /** Takes the session's id and the secret out of the cookie. */
  read(request: FastifyRequest): Session | undefined {
    const [, id = '', secret = ''] =
      /(?:^|;\s*)refresh_token=([^.;]*)\.([^;\s]*)/.exec(request.headers.cookie ?? '') ?? []
    return isId(id) ? { id, secret } : undefined
  }
}

/** Refuses requests that another site's page made the browser send: the cookie would go along. */
export function checkSameSite(request: FastifyRequest, publicUrl: URL | undefined): void {
  const site = request.headers['sec-fetch-site'] ?? 'none'
  const { origin } = request.headers
  const sent = origin === undefined ? undefined : URL.parse(origin)
  // Without PUBLIC_URL nobody knows the scheme: let it be the one that the browser used.
  const own = publicUrl ?? URL.parse(`${sent?.protocol}//${request.headers.host}`)
  const sameOrigin = origin === undefined || (sent?.host !== undefined && hostAndPort(sent) === hostAndPort(own))
  if ((site !== 'same-origin' && site !== 'none') || !sameOrigin) {
    throw new Problem(403, 'cross_site', "This can't be asked for by another site.")
  }
}

/** Always names the port, also where it is the usual one. */
function hostAndPort(url: URL | null): string {
  return `${url?.hostname}:${url?.port || (url?.protocol === 'https:' ? 443 : 80)}`
}
