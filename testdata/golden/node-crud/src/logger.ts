import { type Logger, pino, stdTimeFunctions } from 'pino'
import type { Config } from './config/config.ts'

/** Writes one JSON object a line in production, and lines for people in development. */
export function makeLogger({ production, logLevel }: Config): Logger {
  const options = { level: logLevel, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level } }
  return production ? pino(options) : pino(options, { write: (line) => void process.stdout.write(forPeople(line)) })
}

function level(label: string) {
  return { level: label }
}

function forPeople(line: string): string {
  const { time, level, msg, ...rest } = JSON.parse(line)
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  return [String(time).slice(11, 23), level.toUpperCase().padEnd(5), msg, ...fields].join(' ').concat('\n')
}
