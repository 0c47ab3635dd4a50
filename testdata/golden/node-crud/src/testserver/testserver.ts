// Starts the whole service for a test, on a database of its own, and talks to it as a client would. The database is a
// file in a temporary folder, or that of TEST_DATABASE_URL, where tests keep apart by using accounts of their own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Accounts } from '../auth/accounts.ts'
import type { User } from '../auth/user.ts'
import { kinds } from '../catalog/catalog.ts'
import { loadConfig } from '../config/config.ts'
import { type Database, openDatabase, type Row } from '../database/database.ts'
import { makeAccounts, readSamples } from '../seed.ts'
import { makeServer, type Server } from '../server/server.ts'

/** The password of every account that tests make. */
export const password = 'correct horse battery'

/** What came back. */
export class Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string

  constructor(status: number, headers: Record<string, string>, text: string) {
    this.status = status
    this.headers = headers
    this.text = text
  }

  get body() {
    return JSON.parse(this.text)
  }

  /** The code of a problem. */
  get code(): string {
    return this.body.code
  }

  /** What is wrong and where, such as "/title blank" or "limit too_small". */
  get errors(): string[] {
    const errors: { pointer?: string; parameter?: string; code: string }[] = this.body.errors
    return errors.map(({ pointer, parameter, code }) => `${pointer ?? parameter} ${code}`)
  }
}

export class TestServer {
  readonly origin: string
  readonly database: Database
  readonly accounts: Accounts
  readonly #server: Server
  readonly #folder: string

  constructor(origin: string, database: Database, server: Server, folder: string) {
    this.origin = origin
    this.database = database
    this.accounts = server.accounts
    this.#server = server
    this.#folder = folder
  }

  /** Starts the service with some settings changed. */
  static async start(changes: Record<string, string> = {}): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), 'test-'))
    const DATABASE_URL = process.env.TEST_DATABASE_URL
    const unlimited = { RATE_LIMIT_PER_MINUTE: '0', LOGIN_RATE_LIMIT_PER_MINUTE: '0' }
    const config = loadConfig({ DATA_DIR: folder, DATABASE_URL, ...unlimited, ...changes })
    const database = await openDatabase(config.databaseUrl)
    const log = pino({ enabled: false })
    const server = await makeServer(config, database, log)
    await makeAccounts(config, server.accounts, log)
    return new TestServer(await server.app.listen({ port: 0, host: '127.0.0.1' }), database, server, folder)
  }

  async stop(): Promise<void> {
    await this.#server.app.close()
    await this.database.close()
    await rm(this.#folder, { recursive: true })
  }

  /** Somebody who has not signed in. */
  stranger(): Client {
    return new Client(this, '')
  }

  /** Somebody with a fresh account. */
  user(): Promise<Client> {
    return this.#signedIn('user')
  }

  /** An administrator with a fresh account. */
  admin(): Promise<Client> {
    return this.#signedIn('admin')
  }

  async #signedIn(role: User['role']): Promise<Client> {
    const client = new Client(this, `${crypto.randomUUID()}@example.com`)
    await this.accounts.create(client.email, 'Somebody', password, role)
    await client.signIn()
    return client
  }
}

/** Sends requests, as somebody who signed in or as a stranger. */
export class Client {
  readonly email: string
  readonly #server: TestServer
  readonly #parents = new Map<string, string>()
  token = ''
  cookie = ''

  constructor(server: TestServer, email: string) {
    this.#server = server
    this.email = email
  }

  /** Sends a request. A body that is no text is sent as JSON. */
  async send(method: string, path: string, body?: object | string, headers: Record<string, string> = {}) {
    const response = await fetch(this.#server.origin + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    })
    return new Answer(response.status, Object.fromEntries(response.headers), await response.text())
  }

  /** Signs in and keeps the token and the cookie. */
  async signIn(email = this.email, secret = password): Promise<Answer> {
    const answer = await this.send('POST', '/api/v1/auth/login', { email, password: secret })
    if (answer.status === 200) this.keep(answer)
    return answer
  }

  keep({ body, headers }: Answer): void {
    this.token = body.access_token
    this.cookie = String(headers['set-cookie']).split(';')[0] ?? ''
  }

  /** Asks for a new token with a cookie. */
  refresh(cookie = this.cookie): Promise<Answer> {
    return this.send('POST', '/api/v1/auth/refresh', undefined, { cookie })
  }

  /** The n-th thing of the sample data, as a client sends it. Its parent is made once, where it has one. */
  async sample(table: string, n: number): Promise<Row> {
    const { parent } = kindOf(table)
    const item = { ...readSamples()[table]?.[n]?.values }
    if (parent === undefined) return item
    const id = this.#parents.get(parent.table) ?? (await this.make(parent.table, 0)).body.id
    this.#parents.set(parent.table, id)
    return { ...item, [parent.key]: id }
  }

  /** Creates the n-th sample. */
  async make(table: string, n: number): Promise<Answer> {
    const answer = await this.send('POST', `/api/v1/${kindOf(table).path}`, await this.sample(table, n))
    if (answer.status !== 201) throw new Error(answer.text)
    return answer
  }

  /** Follows a list from page to page and returns all ids. */
  async walk(path: string): Promise<string[]> {
    const ids: string[] = []
    for (let next: string | undefined = path; next !== undefined;) {
      const answer = await this.send('GET', next)
      if (answer.status !== 200) throw new Error(answer.text)
      ids.push(...answer.body.items.map(({ id }: { id: string }) => id))
      next = /<(.*)>/.exec(answer.headers.link ?? '')?.[1]
    }
    return ids
  }
}

function kindOf(table: string) {
  const kind = kinds.find((other) => other.table === table)
  if (kind === undefined) throw new Error(`there is no kind of things in ${table}`)
  return kind
}
