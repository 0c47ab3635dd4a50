import { expect, test } from '@jest/globals'
import { hashPassword, nobodysHash, verifyPassword } from './password.ts'

test('a hash tells the right password from others, and says how it was made', async () => {
  const hash = await hashPassword('correct horse battery')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await verifyPassword('correct horse battery', hash)).toEqual({ right: true, outdated: false })
  expect((await verifyPassword('correct horse', hash)).right).toBe(false)
  expect((await verifyPassword('', nobodysHash)).right).toBe(false)
})

test('a hash that another program made at other costs is understood, and is to be made anew', async () => {
  const old = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  expect(await verifyPassword('password', old)).toEqual({ right: true, outdated: true })
})

test('what is no hash is an error, not a wrong password', async () => {
  await expect(verifyPassword('password', 'nonsense')).rejects.toThrow("can't be read")
})
