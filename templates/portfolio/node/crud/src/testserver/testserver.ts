// Starts the whole service for a test, on a database of its own, and talks to it as a client would.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { type Config, loadConfig } from '../config/config.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { makeAccounts } from '../seed.ts'
import { makeServer, type Server } from '../server/server.ts'

export const password = 'a good long password'
const log = pino({ enabled: false })

interface Sent {
  method?: string
  url: string
  headers?: Record<string, string>
  payload?: object | string | undefined
}

/** What the service answered. */
export class Answer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string

  constructor(statusCode: number, headers: Record<string, string>, body: string) {
    this.statusCode = statusCode
    this.headers = headers
    this.body = body
  }

  json() {
    return JSON.parse(this.body)
  }
}

export class TestServer {
  readonly server: Server
  readonly database: Database
  readonly config: Config
  readonly #folder: string
  readonly #origin: string

  constructor(server: Server, database: Database, config: Config, folder: string, origin: string) {
    this.server = server
    this.database = database
    this.config = config
    this.#folder = folder
    this.#origin = origin
  }

  /** Starts with some settings; on the server of TEST_DATABASE_URL where that is set. */
  static async start(settings: Record<string, string> = {}): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), 'test-'))
    const DATABASE_URL = process.env.TEST_DATABASE_URL
    const config = loadConfig({ DATA_DIR: folder, DATABASE_URL, RATE_LIMIT_PER_MINUTE: '0', ...settings })
    const database = await openDatabase(config.databaseUrl)
    const server = await makeServer(config, database, log)
    await makeAccounts(config, server.accounts, log)
    const origin = await server.app.listen({ port: 0, host: '127.0.0.1' })
    return new TestServer(server, database, config, folder, origin)
  }

  async stop(): Promise<void> {
    await this.server.app.close()
    await this.database.close()
    await rm(this.#folder, { recursive: true })
  }

  /** Sends a request over HTTP. A payload that is no text is sent as JSON. */
  async send({ method = 'GET', url, headers = {}, payload }: Sent): Promise<Answer> {
    const json = typeof payload === 'object' ? { 'content-type': 'application/json' } : {}
    const body = typeof payload === 'object' ? JSON.stringify(payload) : (payload ?? null)
    const response = await fetch(this.#origin + url, {
      method,
      headers: { ...json, ...headers },
      body,
      redirect: 'manual',
    })
    return new Answer(response.status, Object.fromEntries(response.headers), await response.text())
  }

  /** Registers somebody new and signs in. */
  async signIn(email = `${crypto.randomUUID()}@example.com`): Promise<Client> {
    await this.send({ method: 'POST', url: '/api/v1/auth/register', payload: { email, name: 'Ada', password } })
    const client = new Client(this, email)
    await client.signIn()
    return client
  }

  /** Makes somebody an administrator, as only the database can. */
  async promote({ email }: Client): Promise<void> {
    await sql`UPDATE users SET role = 'admin' WHERE email = ${email}`.execute(this.database.queries)
  }
}

/** Somebody who is signed in. */
export class Client {
  readonly email: string
  readonly #server: TestServer
  token = ''
  cookie = ''

  constructor(server: TestServer, email: string) {
    this.#server = server
    this.email = email
  }

  async signIn(): Promise<Answer> {
    const payload = { email: this.email, password }
    const response = await this.#server.send({ method: 'POST', url: '/api/v1/auth/login', payload })
    this.keep(response)
    return response
  }

  /** Remembers the tokens of an answer. */
  keep(response: Answer): void {
    this.token = response.json().access_token
    this.cookie = String(response.headers['set-cookie']).split(';')[0] ?? ''
  }

  send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object, headers = {}) {
    const authorization = `Bearer ${this.token}`
    return this.#server.send({ method, url: `/api/v1${path}`, headers: { authorization, ...headers }, payload })
  }
}
