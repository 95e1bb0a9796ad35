/** What a trace starts from: a whole world's setup, or the world of one of the checker's scopes, by its name. */
import type { Claim, Plain } from '../../spec/boundary.ts'
import type { Doors } from '../bugs/doors.ts'
import { scopeNamed } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import { parseSetup, type Setup } from '../sim/setup.ts'
import { simulation } from '../sim/system.ts'
import { claimsFor } from './judges.ts'
import { type Built, buildWorld } from './world.ts'

/** Where a run begins, and what is claimed of it. */
export interface Start {
  readonly crypto: Setup['crypto']
  readonly claims: readonly Claim[]
  /** Null: a scope's, in which all that is claimed counts. */
  readonly setup: Setup | null
  /** The world, built anew. Without memo no step is looked up. */
  readonly built: (doors: Doors, memo?: boolean) => Built
}

/** What stands in the header of a scope's trace, in the place of a setup. */
export interface ScopeSetup {
  readonly scope: string
}

/** Reads what a trace starts from. Total. */
export function startOf(
  setup: Plain,
): { readonly ok: true; readonly start: Start } | { readonly ok: false; readonly why: string } {
  const name = typeof setup === 'object' && setup !== null ? (setup as { scope?: unknown }).scope : undefined
  if (name !== undefined) {
    const scope = scopeNamed(String(name))
    return scope === undefined
      ? { ok: false, why: `it names no scope that this build has: ${String(name).slice(0, 64)}` }
      : { ok: true, start: startOfScope(scope) }
  }
  const parsed = parseSetup(setup)
  return parsed.ok ? { ok: true, start: startOfSetup(parsed.setup) } : parsed
}

function startOfSetup(setup: Setup): Start {
  return {
    crypto: setup.crypto,
    claims: claimsFor(setup.crypto),
    setup,
    built: (doors, memo) => buildWorld(setup, doors, memo),
  }
}

/** The start of a scope's runs. */
export function startOfScope({ build }: Scope): Start {
  const built: Start['built'] = (doors, memo) => {
    const { scope, setting } = build(doors)
    const { scenario, log } = scope
    return { simulation: simulation(scenario, log, memo), setting, twin: scenario.twin }
  }
  return { crypto: 'ideal', claims: build().claims, setup: null, built }
}
