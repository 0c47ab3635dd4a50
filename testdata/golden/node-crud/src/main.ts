// The server. README.md says how to run it; this file says what happens then.
import { setTimeout } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { bench } from './bench/bench.ts'
import { type Config, listenHost, loadConfig, ownUrl } from './config/config.ts'
import { openDatabase } from './database/database.ts'
import { makeLogger } from './logger.ts'
import { project } from './project.ts'
import { makeAccounts } from './seed.ts'
import { makeServer } from './server/server.ts'

/** How long requests that have begun may take to end. Milliseconds. */
const shutdownPatience = 10_000

async function run([command, ...rest]: string[]): Promise<void> {
  switch (command) {
    case undefined:
      return serve(loadConfig(process.env))
    case 'bench':
      return bench(rest)
    default:
      throw new Error(`"${command}" is not a command: use none to run the server, or bench`)
  }
}

/** Runs until the program is asked to end. */
async function serve(config: Config): Promise<void> {
  const log: FastifyBaseLogger = makeLogger(config)
  const asked = nextSignal()
  const database = await openDatabase(config.databaseUrl)
  try {
    const { app, accounts } = await makeServer(config, database, log)
    await makeAccounts(config, accounts, log)
    await app.listen({
      port: config.port,
      host: listenHost(config),
      listenTextResolver: () => `${project.name} is ready: open ${ownUrl(config)}`,
    })
    await asked
    // A connection that has answered its last request is kept for another one, which can't come any more.
    const sweep = setInterval(() => app.server.closeIdleConnections(), 100)
    await Promise.race([app.close(), setTimeout(shutdownPatience)])
    clearInterval(sweep)
    log.info('stopped')
  } finally {
    await database.close()
  }
}

function nextSignal(): Promise<unknown> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
}

/** What an error says, with its reasons. */
function sentence(error: unknown): string {
  if (!Error.isError(error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE')
    return `the port is used by another program already: ${error.message}`
  const message = error.message || ('code' in error ? String(error.code) : error.name)
  return error.cause === undefined ? message : `${message}: ${sentence(error.cause)}`
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(sentence(error))
    process.exit(1)
  },
)
