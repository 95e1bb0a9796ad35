/**
 * A trace file, version 1 (§1.13): NDJSON. The first line is the header; then one line a step, `{c: choice, h: hash}`;
 * the last line closes it, `{end: {steps, hash}}`, so that a truncated file is known as one. A scenario written
 * by hand may leave every `h` and the closing hash out. Replay reads the header's setup and the choices;
 * `seed` is for people.
 */
import type { Choice, Plain } from '../../spec/boundary.ts'
import { isNodeId, type NodeId } from '../../spec/names.ts'

export const TRACE_FORMAT = 'strongroom-trace'
export const TRACE_VERSION = 1

/** The header line. */
export interface TraceHeader {
  readonly format: typeof TRACE_FORMAT
  readonly version: number
  /** Version of strongroom that wrote it. */
  readonly build: string
  readonly profile: string
  /** What the run started from: plain data, enough to build the world again. */
  readonly setup: Plain
  /** The generator's seed; not read by replay. */
  readonly seed?: string
  /** Did the run go to the end of its second phase? Only then can it tell of what must happen eventually. */
  readonly complete?: boolean
  /** The claim that the run broke, when that is why it was kept. */
  readonly broke?: string
  /** The seeded bug that the machines had; without it they were as they are. */
  readonly bug?: string
}

/** One step: what was chosen, and the rolling hash after it (16 hex digits). */
export interface TraceStep {
  readonly c: Choice
  readonly h?: string
}

/** A whole trace. */
export interface Trace {
  readonly header: TraceHeader
  readonly steps: readonly TraceStep[]
  /** The hash after the last step, or null in a scenario written by hand. */
  readonly hash: string | null
}

/** A trace, or one line that says what is wrong with the text. */
export type ParsedTrace =
  | { readonly ok: true; readonly trace: Trace }
  | { readonly ok: false; readonly why: string }

const STEPS_MAX = 5_000_000

/** The text of a trace file. */
export function formatTrace({ header, steps, hash }: Trace): string {
  const end = hash === null ? { steps: steps.length } : { steps: steps.length, hash }
  const lines = [header, ...steps.map(({ c, h }) => ({ c: compact(c), h })), { end }]
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
}

function compact({ kind, nodes, ordinal, after, crashAfter }: Choice): object {
  return { kind, nodes, ordinal, after, crashAfter }
}

/** Reads a trace file. Total: any text gives a trace or a reason. */
export function parseTrace(text: string): ParsedTrace {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) return wrong('it is empty')
  if (lines.length > STEPS_MAX) return wrong(`it has more than ${STEPS_MAX} lines`)
  const header = headerOf(lines[0] as string)
  if (typeof header === 'string') return wrong(header)
  const end = asObject(lines[lines.length - 1] as string)?.end as
    | { steps?: unknown; hash?: unknown }
    | undefined
  if (typeof end !== 'object' || end === null) return wrong('it is truncated: the closing line is missing')
  const steps: TraceStep[] = []
  for (let i = 1; i < lines.length - 1; i++) {
    const step = stepOf(lines[i] as string)
    if (step === undefined) return wrong(`line ${i + 1} is no step`)
    steps.push(step)
  }
  if (end.steps !== steps.length)
    return wrong(`it closes after ${String(end.steps)} steps and has ${steps.length}`)
  if (end.hash !== undefined && !isHash(end.hash)) return wrong('its closing hash is no hash')
  return { ok: true, trace: { header, steps, hash: isHash(end.hash) ? end.hash : null } }
}

function wrong(why: string): ParsedTrace {
  return { ok: false, why }
}

function asObject(line: string): Record<string, unknown> | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function headerOf(line: string): TraceHeader | string {
  const header = asObject(line)
  if (header === undefined || header.format !== TRACE_FORMAT) return 'it is no strongroom trace'
  if (header.version !== TRACE_VERSION) {
    return `it has version ${String(header.version)}; this build reads version ${TRACE_VERSION}`
  }
  if (typeof header.profile !== 'string' || typeof header.build !== 'string')
    return 'its header is incomplete'
  if (typeof header.setup !== 'object' || header.setup === null) return 'its header has no setup'
  if (header.bug !== undefined && typeof header.bug !== 'string') return 'its header names no seeded bug'
  return header as unknown as TraceHeader
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function stepOf(line: string): TraceStep | undefined {
  const step = asObject(line)
  const choice = step?.c as Record<string, unknown> | undefined
  if (step === undefined || typeof choice !== 'object' || choice === null) return undefined
  const { kind, nodes, ordinal, after, crashAfter } = choice
  if (typeof kind !== 'string' || !Array.isArray(nodes) || !nodes.every(isNodeId) || !isCount(ordinal))
    return undefined
  if (after !== undefined && !isCount(after)) return undefined
  if (crashAfter !== undefined && !isCount(crashAfter)) return undefined
  if (step.h !== undefined && !isHash(step.h)) return undefined
  const c: Choice = {
    kind,
    nodes: nodes as NodeId[],
    ordinal,
    ...(after === undefined ? {} : { after }),
    ...(crashAfter === undefined ? {} : { crashAfter }),
  }
  return step.h === undefined ? { c } : { c, h: step.h as string }
}
