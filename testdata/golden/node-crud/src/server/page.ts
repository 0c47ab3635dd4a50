// Serves the files of web/, each under its own name.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { App } from '../api/app.ts'

const folder = fileURLToPath(new URL('../../web', import.meta.url))
const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const ownPaths: Record<string, string> = { 'index.html': '/', 'docs.html': '/docs' }

export function addPageRoutes(app: App): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1).replaceAll('\\', '/')
    addFile(app, ownPaths[name] ?? `/${name}`, readFileSync(path), types[extname(name)] ?? 'application/octet-stream')
  }
}

function addFile(app: App, path: string, data: Buffer, type: string): void {
  const etag = `"${createHash('sha256').update(data).digest('base64url').slice(0, 16)}"`
  app.get(path, async (request, reply) => {
    reply.header('content-security-policy', policy)
    reply.header('cache-control', 'no-cache') // ask whether the ETag still holds
    reply.header('etag', etag)
    // A proxy that compresses puts W/ in front of the tag.
    if (request.headers['if-none-match']?.replace(/^W\//, '') === etag) return reply.code(304).send()
    return reply.type(type).send(data)
  })
}
