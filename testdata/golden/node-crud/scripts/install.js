// Installs the packages of package-lock.json, unless that was done already. `npm start` and `npm test` run it first.
import { execSync } from 'node:child_process'
import { statSync } from 'node:fs'

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
  execSync('npm ci', { stdio: 'inherit' })
}
