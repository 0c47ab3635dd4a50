// Sums up what there is: a user's own things, or everybody's for administrators.
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import type { App } from '../api/app.ts'
import { currentUser, reachable, type User } from '../auth/user.ts'
import { kinds } from '../catalog/catalog.ts'
import type { Queries } from '../database/database.ts'
import { after, now } from '../value/time.ts'

/** How far back created_per_day goes, today included. */
const days = 30
const oneDay = 24 * 60 * 60 * 1000

const Counts = Type.Record(Type.String(), Type.Integer())
const Dashboard = Type.Object(
  {
    scope: Type.Unsafe<'own' | 'all'>({ type: 'string', enum: ['own', 'all'] }),
    users: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
    totals: Counts,
    created_per_day: Type.Array(Type.Object({ date: Type.String({ format: 'date' }), count: Type.Integer() })),
    by: Type.Record(Type.String(), Counts),
  },
  { title: 'Dashboard' },
)

export function addDashboard(app: App, queries: Queries): void {
  const config = { id: 'getDashboard', tag: 'Overview', summary: 'Numbers for the first page' }
  app.get('/api/v1/dashboard', { config, schema: { response: { 200: Dashboard } } }, async (request) => {
    const user = currentUser(request)
    const isAdmin = user.role === 'admin'
    const counts = await count(queries, user)
    return {
      scope: isAdmin ? ('all' as const) : ('own' as const),
      users: isAdmin ? await countUsers(queries) : null,
      ...counts,
      created_per_day: await countDays(queries, user, now()),
    }
  })
}

async function countUsers(queries: Queries): Promise<number> {
  const { n } = await queries
    .selectFrom('users')
    .select(sql<number>`COUNT(*)`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** The fields whose values are counted. */
const grouped = kinds.flatMap(({ table, fields, filters }) =>
  filters.flatMap((column) => {
    const words = fields[column]?.words
    return words === undefined ? [] : [{ table, column, words }]
  }),
)

/** Counts the things of each kind, and how many of them have which value, with one statement. */
async function count(queries: Queries, user: User) {
  const parts: RawBuilder<unknown>[] = []
  const totals: Record<string, number> = {}
  const by: Record<string, Record<string, number>> = {}
  for (const { table } of kinds) {
    totals[table] = 0
    parts.push(
      sql`SELECT ${sql.lit(table)} AS name, '' AS word, COUNT(*) AS n FROM ${sql.table(table)} WHERE ${reachable(user, table)}`,
    )
  }
  for (const { table, column, words } of grouped) {
    const name = `${table}.${column}`
    by[name] = Object.fromEntries(words.map((word) => [word, 0])) // also values that nothing has
    parts.push(sql`SELECT ${sql.lit(name)} AS name, ${sql.ref(column)} AS word, COUNT(*) AS n FROM ${sql.table(table)}
      WHERE ${sql.ref(column)} IS NOT NULL AND ${reachable(user, table)} GROUP BY ${sql.ref(column)}`)
  }
  const all = sql<{ name: string; word: string; n: number }>`${sql.join(parts, sql` UNION ALL `)}`
  for (const { name, word, n } of (await all.execute(queries)).rows) {
    const counts = word === '' ? totals : by[name]
    if (counts !== undefined) counts[word || name] = n
  }
  return { totals, by }
}

/** Counts what was made on each of the last days, with one statement. */
async function countDays(queries: Queries, user: User, moment: string) {
  const dates = Array.from({ length: days }, (_, i) => after(moment, (i + 1 - days) * oneDay).slice(0, 10))
  const parts = kinds.map(
    ({ table }) => sql`SELECT date(created_at) AS date, COUNT(*) AS n FROM ${sql.table(table)}
      WHERE created_at >= ${dates[0]} AND ${reachable(user, table)} GROUP BY date(created_at)`,
  )
  const perDay = new Map<string, number>()
  const all = sql<{ date: string; n: number }>`${sql.join(parts, sql` UNION ALL `)}`
  for (const { date, n } of (await all.execute(queries)).rows) perDay.set(date, (perDay.get(date) ?? 0) + n)
  return dates.map((date) => ({ date, count: perDay.get(date) ?? 0 }))
}
