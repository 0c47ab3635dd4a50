import { PostgresDialect } from 'kysely'
import { Pool, type PoolClient, TypeOverrides, types } from 'pg'
import type { Dialect, Kind } from './dialect.ts'

export function postgresDialect(url: URL): Dialect {
  if (url.hostname === '' || url.pathname.length < 2) {
    throw new Error('must be written as postgres://user:password@host:5432/name')
  }
  return { name: 'postgres', open: () => new PostgresDialect({ pool: async () => openPool(url) }), kind: kindOf }
}

function openPool(url: URL): Pool {
  const parsers = new TypeOverrides()
  parsers.setTypeParser(types.builtins.INT8, Number) // whole numbers of the API fit exactly
  for (const time of [types.builtins.TIMESTAMPTZ, types.builtins.DATE]) parsers.setTypeParser(time, String)
  const pool = new Pool({
    connectionString: url.href,
    max: 20,
    types: parsers,
    connectionTimeoutMillis: 3000,
    query_timeout: 60_000, // a migration may take its time; an answer may not, and server.ts sees to it
    keepAlive: true,
    options: '-c timezone=UTC',
  })
  pool.on('connect', nameStatements)
  pool.on('error', () => {}) // a connection that nobody uses was lost; the pool makes another one
  return pool
}

/** Gives names to the statements that have values: PostgreSQL reads and plans such a one once, not every time. */
function nameStatements(client: PoolClient): void {
  const { query } = client
  const named = (text: string, values: unknown[]) =>
    Reflect.apply(query, client, [values.length === 0 ? { text } : { name: nameOf(text), text, values }])
  Object.assign(client, { query: named })
}

const names = new Map<string, string>()
/** Lists can be asked for in so many ways that not every statement is worth the server's memory. */
const mostNames = 200

function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < mostNames) names.set(text, `statement_${names.size + 1}`)
  return names.get(text)
}

/** By PostgreSQL's codes for errors; the first two letters are their class. */
const kinds: Record<string, Kind> = {
  23505: 'not unique',
  23503: 'no reference',
  40001: 'retry', // another transaction was quicker
  '40P01': 'retry', // deadlock
  28000: 'fatal', // no such user
  '28P01': 'fatal', // wrong password
  '3D000': 'fatal', // no such database
  '08': 'unavailable', // connection lost
  53: 'unavailable', // too many connections
  57: 'unavailable', // shutting down or starting
}

function kindOf({ code = '', message }: { code?: string; message: string }): Kind {
  if (/timeout|terminated/i.test(message) && code === '') return 'unavailable' // the driver itself gave up
  return kinds[code] ?? kinds[code.slice(0, 2)] ?? 'other'
}
