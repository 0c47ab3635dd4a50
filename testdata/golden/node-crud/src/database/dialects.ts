import type { Dialect } from './dialect.ts'
import { sqliteDialect } from './sqlite.ts'

/** The products by the first part of DATABASE_URL. */
export const dialects: Record<string, (url: URL) => Dialect> = {
  'sqlite:': sqliteDialect,
}
