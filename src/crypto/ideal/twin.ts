/**
 * The ideal twin (§2.7): the port over terms. Breaking a primitive is not hard here but impossible, a login
 * exchange costs microseconds, and what an adversary can derive can be computed.
 */
import type { Twin } from '../../../spec/crypto.ts'
import { encoding } from './encoding.ts'
import { fleet } from './fleet.ts'
import { freshName } from './fresh.ts'
import { login } from './login.ts'
import { registration } from './registration.ts'
import { Renamer } from './rename.ts'
import { symmetric } from './symmetric.ts'
import { oddSpelling, plainSpelling, type Spelling, TermTable } from './table.ts'
import { CLEAR, type Term } from './term.ts'

/** The ideal twin, with the table that the world's deduction reads. */
export interface IdealTwin extends Twin {
  readonly table: TermTable
}

/** A twin with a table of its own. Addresses are functions of content: two twins spell equal terms alike. */
export function createIdealTwin(): IdealTwin {
  return twinOf('ideal', plainSpelling)
}

/**
 * A deliberately odd twin: the same terms under unlikely spellings. A machine that looks into octets behaves
 * differently with it, and a property notices.
 */
export function createOddTwin(): IdealTwin {
  return twinOf('odd', oddSpelling)
}

function twinOf(name: 'ideal' | 'odd', spelling: Spelling): IdealTwin {
  const table = new TermTable(spelling)
  const renamer = new Renamer(table)
  return {
    name,
    table,
    port: {
      ...encoding(table),
      ...symmetric(table),
      ...fleet(table),
      ...registration(table),
      ...login(table),
    },
    draw: freshName,
    contains: (whole, part) => {
      if (whole === part) return true
      const [outer, inner] = [table.find(whole), table.find(part)]
      return outer !== undefined && inner !== undefined && visible(outer, inner)
    },
    element: (request) => {
      const term = table.find(request)
      return term?.kind === 'ke1' ? table.address(term.args[0] as Term) : request
    },
    rewrite: (permutation, octets) => renamer.rewrite(permutation, octets),
  }
}

function visible(whole: Term, part: Term): boolean {
  if (whole === part) return true
  // RFC 9180 and the AEAD put nonce and encapsulated key in front; only the nonce is a term of its own.
  if (whole.kind === 'seal') return whole.args[1] === part
  if (!CLEAR.has(whole.kind)) return false
  return whole.args.some((arg) => typeof arg === 'object' && visible(arg, part))
}
