import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig, ownUrl } from './config.ts'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'config-'))

test('nothing has to be set', () => {
  const config = loadConfig({ DATA_DIR })
  expect(config).toMatchObject({ production: false, port: 8080, rateLimit: 600, loginRateLimit: 10 })
  expect(config.databaseUrl).toMatch(/^sqlite:\/\/\/.*\.db$/)
  expect(ownUrl(config)).toBe('http://localhost:8080')
})

test('the secret of development is kept', () => {
  const { jwtSecret } = loadConfig({ DATA_DIR })
  expect(jwtSecret.toString()).toBe(readFileSync(join(DATA_DIR, 'jwt-secret'), 'utf8'))
})

test('every bad value is named', () => {
  const bad = {
    PORT: '80x',
    APP_ENV: 'staging',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'example.com',
    DATABASE_URL: 'oracle://db',
    ALLOWED_ORIGINS: 'https://a.example/x',
    TRUSTED_PROXIES: '10.0.0.0/33',
    RATE_LIMIT_PER_MINUTE: '-1',
    ADMIN_EMAIL: 'x',
    SEED_DEMO: 'yes',
  }
  for (const name of Object.keys(bad)) expect(() => loadConfig({ DATA_DIR, ...bad })).toThrow(name)
})

test.each(['', 'short', 'please-change-this-secret-before-use', 'a'.repeat(40)])(
  'production refuses the secret "%s"',
  (JWT_SECRET) => {
    expect(() => loadConfig({ DATA_DIR, APP_ENV: 'production', JWT_SECRET })).toThrow('JWT_SECRET')
  },
)
