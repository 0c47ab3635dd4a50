import { MysqlDialect } from 'kysely'
import { createPool, type Pool } from 'mysql2'
import type { Dialect, Kind } from './dialect.ts'

export function mysqlDialect(url: URL): Dialect {
  if (url.hostname === '' || url.pathname.length < 2) {
    throw new Error('must be written as mysql://user:password@host:3306/name')
  }
  return {
    name: 'mysql',
    open: () => new MysqlDialect({ pool: async () => openPool(url) }),
    kind: ({ code = '', errno = 0 }) =>
      code === 'PROTOCOL_CONNECTION_LOST' ? 'unavailable' : (kinds[errno] ?? 'other'),
  }
}

function openPool(url: URL): Pool {
  const pool = createPool({
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: true,
    connectTimeout: 3000,
    connectionLimit: 20,
  })
  // Names in double quotes, as in the other databases; nothing is cut to fit; times are those of UTC.
  pool.on('connection', (connection) => {
    connection.query("SET sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'")
  })
  return pool
}

/** By MySQL's numbers of errors. */
const kinds: Record<number, Kind> = {
  1062: 'not unique',
  1451: 'no reference',
  1452: 'no reference',
  1020: 'retry', // changed meanwhile
  1205: 'retry', // waited too long for a lock
  1213: 'retry', // deadlock
  1040: 'unavailable', // too many connections
  1053: 'unavailable', // shutting down
  1203: 'unavailable', // too many connections
  1044: 'fatal', // may not
  1045: 'fatal', // wrong password
  1049: 'fatal', // no such database
}
