// The settings, read from the environment once, at start.

import type { BlockList } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkDatabaseUrl } from '../database/database.ts'
import { project } from '../project.ts'
import { type Environment, Reader, withDotEnv } from './reader.ts'
import { readAccounts, readSecret } from './secret.ts'

const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** Every setting, checked. */
export interface Config {
  production: boolean
  port: number
  logLevel: (typeof logLevels)[number]
  publicUrl: URL | undefined
  dataDir: string
  databaseUrl: string
  jwtSecret: Buffer
  allowedOrigins: string[]
  rateLimit: number
  loginRateLimit: number
  trustedProxies: BlockList
  metricsToken: string
  adminEmail: string
  adminPassword: string
  seedDemo: boolean
  demoPassword: string
}

/** Reads the settings; the error names every bad one. */
export function loadConfig(environment: Environment): Config {
  const production = environment.APP_ENV === 'production'
  const reader = new Reader(production ? environment : withDotEnv(environment))
  reader.choice('APP_ENV', ['development', 'production'])
  const dataDir = reader.text('DATA_DIR', 'data')
  const config: Config = {
    production,
    dataDir,
    port: reader.number('PORT', 8080, 1, 65_535),
    logLevel: reader.choice('LOG_LEVEL', logLevels, 'info'),
    publicUrl: reader.publicUrl(),
    databaseUrl: reader.text('DATABASE_URL', defaultDatabase(dataDir)),
    allowedOrigins: reader.origins(),
    rateLimit: reader.number('RATE_LIMIT_PER_MINUTE', 600, 0, 1_000_000),
    loginRateLimit: reader.number('LOGIN_RATE_LIMIT_PER_MINUTE', 10, 0, 1_000_000),
    trustedProxies: reader.networks(),
    metricsToken: reader.text('METRICS_TOKEN'),
    ...readAccounts(reader),
    jwtSecret: readSecret(reader, production, dataDir),
  }
  const fault = checkDatabaseUrl(config.databaseUrl)
  if (fault) reader.refuse('DATABASE_URL', fault)
  reader.throwProblems()
  return config
}

/** The address that the server listens on: in development this computer only. */
export function listenHost(config: Config): string {
  return config.production ? '0.0.0.0' : '127.0.0.1'
}

/** The address to open in a browser. */
export function ownUrl(config: Config): string {
  return config.publicUrl?.href ?? `http://localhost:${config.port}`
}

/** Tells whether the service is reached over https. */
export function isHttps(config: Config): boolean {
  return config.publicUrl?.protocol === 'https:'
}

/** A file in the data folder. */
function defaultDatabase(dataDir: string): string {
  return pathToFileURL(resolve(dataDir, `${project.name}.db`)).href.replace('file:', 'sqlite:')
}
