// Makes the accounts that are there from the start: an administrator, and a demo account with sample data.
import { readFileSync } from 'node:fs'
import type { FastifyBaseLogger } from 'fastify'
import type { Transaction } from 'kysely'
import type { Accounts } from './auth/accounts.ts'
import { EmailTaken } from './auth/store.ts'
import { demoEmail, type User } from './auth/user.ts'
import { kinds } from './catalog/catalog.ts'
import { Store } from './collection/store.ts'
import type { Config } from './config/config.ts'
import type { Database, Row, Tables } from './database/database.ts'
import { after, now } from './value/time.ts'

/** The sample data: a list for each kind of things. A parent is named by its number in its own list. */
type Samples = Record<string, { parent?: number; values: Row }[]>

export function readSamples(): Samples {
  return JSON.parse(readFileSync(new URL('../seed/seed.json', import.meta.url), 'utf8'))
}

/** Lies between two samples, so that the dashboard has something to show. */
const interval = 27 * 60 * 60 * 1000

/** Makes the accounts that the settings ask for. An address that is taken is left alone. */
export async function makeAccounts(config: Config, accounts: Accounts, log: FastifyBaseLogger): Promise<void> {
  const { adminEmail, adminPassword, seedDemo, demoPassword } = config
  if (adminEmail !== '') {
    const admin = await unlessTaken(accounts.create(adminEmail, 'Administrator', adminPassword, 'admin'))
    if (admin === undefined)
      log.info('the administrator was not made: ADMIN_EMAIL has an account already, which stays as it is')
  }
  if (!seedDemo) return
  const demo = await unlessTaken(accounts.create(demoEmail, 'Demo', demoPassword, 'user'))
  if (demo !== undefined) await addSamples(accounts.database, demo.id)
}

async function unlessTaken(making: Promise<User>): Promise<User | undefined> {
  try {
    return await making
  } catch (error) {
    if (error instanceof EmailTaken) return undefined
    throw error
  }
}

async function addSamples(database: Database, ownerId: string): Promise<void> {
  const samples = readSamples()
  await database.transaction(async (queries: Transaction<Tables>) => {
    const ids = new Map<string, string[]>()
    for (const kind of kinds) {
      const store = new Store(database, kind)
      const made: string[] = []
      for (const [i, { parent = 0, values }] of (samples[kind.table] ?? []).entries()) {
        const { table = '', key = '' } = kind.parent ?? {}
        const input: Row = kind.parent ? { ...values, [key]: ids.get(table)?.[parent] } : { ...values }
        const item = await store.add(queries, ownerId, input, after(now(), -i * interval))
        made.push(item.id)
      }
      ids.set(kind.table, made)
    }
  })
}
