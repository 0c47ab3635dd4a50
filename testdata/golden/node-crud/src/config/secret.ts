import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEmail } from '../value/format.ts'
import type { Reader } from './reader.ts'

/** How long a secret must be in production: as long as the hash that it keys. */
const minSecret = 32

/** The key that signs access tokens. */
export function readSecret(reader: Reader, production: boolean, dataDir: string): Buffer {
  const text = reader.text('JWT_SECRET')
  if (text === '' && !production) return developmentSecret(reader, dataDir)
  if (production && (Buffer.byteLength(text) < minSecret || looksMadeUp(text))) {
    reader.refuse(
      'JWT_SECRET',
      `must be a random text of at least ${minSecret} characters in production, for example from: openssl rand -base64 48`,
    )
  }
  return Buffer.from(text)
}

/** Finds secrets that were copied from an example or typed by hand. */
function looksMadeUp(secret: string): boolean {
  const fewLetters = 8
  return /change|example|placeholder|replace|your-/i.test(secret) || new Set(secret).size < fewLetters
}

/**
 * Makes a secret at the first start and keeps it, so that sign-ins survive a restart. A link is made whole or not
 * at all: of two instances that start at once, both read what one of them wrote.
 */
function developmentSecret(reader: Reader, dataDir: string): Buffer {
  const path = join(dataDir, 'jwt-secret')
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (!existsSync(path)) {
      writeFileSync(draft, randomBytes(minSecret).toString('base64url'), { mode: 0o600 })
      keepFirst(draft, path)
    }
    const secret = readFileSync(path)
    if (secret.length >= minSecret) return secret
    reader.refuse('DATA_DIR', `has a file jwt-secret with less than ${minSecret} characters; delete it.`)
  } catch (error) {
    reader.refuse('DATA_DIR', `can't keep the file jwt-secret: ${Error.isError(error) ? error.message : error}`)
  }
  return Buffer.alloc(0)
}

function keepFirst(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error // else the other instance was quicker
  } finally {
    rmSync(draft)
  }
}

/** The accounts that are made at start. */
export function readAccounts(reader: Reader) {
  const adminEmail = reader.text('ADMIN_EMAIL')
  const adminPassword = reader.text('ADMIN_PASSWORD')
  const seedDemo = reader.choice('SEED_DEMO', ['false', 'true']) === 'true'
  const demoPassword = reader.text('DEMO_PASSWORD')
  if ((adminEmail === '') !== (adminPassword === '')) {
    reader.refuse('ADMIN_EMAIL', 'and ADMIN_PASSWORD must be set together.')
  }
  if (adminEmail !== '') {
    if (!isEmail(adminEmail)) reader.refuse('ADMIN_EMAIL', 'is not an e-mail address.')
    checkPassword(reader, 'ADMIN_PASSWORD', adminPassword)
  }
  if (seedDemo) checkPassword(reader, 'DEMO_PASSWORD', demoPassword)
  return { adminEmail, adminPassword, seedDemo, demoPassword }
}

function checkPassword(reader: Reader, name: string, password: string): void {
  const [min, max] = [10, 128]
  const length = [...password].length
  if (length < min || length > max) reader.refuse(name, `must have ${min} to ${max} characters.`)
}
