// Measures how quickly the service answers: over HTTP, on a database of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { demoEmail } from '../auth/user.ts'
import { kinds } from '../catalog/catalog.ts'
import type { Kind } from '../collection/kind.ts'
import { loadConfig } from '../config/config.ts'
import { openDatabase, type Row } from '../database/database.ts'
import { makeAccounts } from '../seed.ts'
import { makeServer } from '../server/server.ts'

const clients = 8
const password = 'measured-only-here'

/**
 * Measures with a number of requests (2000 when none is given) and prints what it found. It uses a file in a temporary
 * folder, or the empty database of BENCH_DATABASE_URL.
 */
export async function bench([text = '2000']: string[]): Promise<void> {
  const requests = Number(text)
  if (!Number.isInteger(requests) || requests < 1) throw new Error(`"${text}" is not a number of requests`)
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const config = loadConfig({
    DATA_DIR: folder,
    DATABASE_URL: process.env.BENCH_DATABASE_URL,
    RATE_LIMIT_PER_MINUTE: '0',
    SEED_DEMO: 'true',
    DEMO_PASSWORD: password,
  })
  const database = await openDatabase(config.databaseUrl)
  try {
    const log = pino({ enabled: false })
    const { app, accounts } = await makeServer(config, database, log)
    await makeAccounts(config, accounts, log)
    await measureAll(await app.listen({ port: 0, host: '127.0.0.1' }), requests)
    await app.close()
  } finally {
    await database.close()
    await rm(folder, { recursive: true })
  }
}

async function measureAll(origin: string, requests: number): Promise<void> {
  const kind = kinds.at(-1)
  if (kind === undefined) return
  const login = await send(`${origin}/api/v1/auth/login`, 'POST', '', { email: demoEmail, password })
  const token = login.json.access_token
  const path = `${origin}/api/v1/${kind.path}`
  const [sample] = (await send(`${path}?limit=1`, 'GET', token)).json.items
  await measure('create', requests, (n) => send(path, 'POST', token, another(kind, sample, n)))
  await measure('list of 20', requests, () => send(path, 'GET', token))
  await measure('get one', requests, () => send(`${path}/${sample.id}`, 'GET', token))
}

/** A thing to create, like the sample but for what no two things may share. */
function another({ fields, unique }: Kind, sample: Row, n: number): Row {
  const input: Row = {}
  for (const [name, { schema }] of Object.entries(fields)) {
    input[name] = unique.includes(name) ? distinct(schema, n) : sample[name]
  }
  return input
}

function distinct(schema: { format?: string; minimum?: number; minLength?: number }, n: number) {
  if (schema.minimum !== undefined) return schema.minimum + n
  if (schema.format === 'email') return `bench${n}@example.com`
  if (schema.format === 'uri') return `https://example.com/${n}`
  return String(n).padStart(schema.minLength ?? 1, '0')
}

async function send(url: string, method: string, token: string, body?: unknown) {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  if (body === undefined) return answer(await fetch(url, { method, headers }))
  headers['content-type'] = 'application/json'
  return answer(await fetch(url, { method, headers, body: JSON.stringify(body) }))
}

async function answer(response: Response) {
  return { status: response.status, json: JSON.parse(await response.text()) }
}

/** Sends requests from several clients at once and prints a line. */
async function measure(name: string, requests: number, request: (n: number) => Promise<{ status: number }>) {
  const took: number[] = []
  let next = 0
  let failed = 0
  const client = async () => {
    while (next < requests) {
      const begin = performance.now()
      if ((await request(next++)).status >= 500) failed++
      took.push(performance.now() - begin)
    }
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const perSecond = (requests / (performance.now() - begin)) * 1000
  took.sort((a, b) => a - b)
  const at = (part: number) => `${(took[Math.floor(requests * part)] ?? 0).toFixed(2)} ms`
  const speed = `${perSecond.toFixed(0)} requests/s   p50 ${at(0.5)}   p99 ${at(0.99)}   ${failed} failed`
  console.log(`${name.padEnd(12)} ${speed}   (${requests} requests, ${clients} clients)`)
}
