import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Queries } from './database.ts'

/**
 * Applies the migrations that are missing. Each database has its own folder, because column types differ. Files are
 * applied in the order of their names, each once; a file that was released is never changed, a new one is added.
 * Kysely takes a lock, so that of two instances that start at once, one does it.
 */
export async function migrate(queries: Queries, dialect: string): Promise<void> {
  const folder = fileURLToPath(new URL(`migrations/${dialect}`, import.meta.url))
  const migrator = new Migrator({ db: queries, provider: { getMigrations: () => readMigrations(folder) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {}
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    migrations[name] = {
      async up(db) {
        const statements = text.split(';\n').filter((statement) => statement.trim() !== '')
        for (const statement of statements) await sql.raw(statement).execute(db) // drivers take one at a time
      },
    }
  }
  return migrations
}
