/** Pages made of diagrams: statecharts from the machines, message sequences from real runs. */
import { SESSION_MESSAGES } from '../../spec/consensus/sessions.ts'
import type { Chart, PageData } from '../../src/trace/explorer/model.ts'
import { type Page, table, text } from './layout.ts'
import { type Stretch, sequenceSvg } from './sequence.ts'

/** Every machine of the example's nodes, drawn and listed. */
export function machinesPage(runs: readonly PageData[]): Page {
  const charts = new Map<string, Chart>()
  for (const { charts: found } of runs)
    for (const [name, chart] of Object.entries(found)) charts.set(name, chart)
  const owners = (name: string) => [
    ...new Set(
      runs.flatMap(({ lanes }) =>
        lanes.filter(({ parts }) => Object.values(parts).includes(name)).map(({ role }) => role),
      ),
    ),
  ]
  const sections = [...charts].map(([name, chart]) => machineSection(name, chart, owners(name)))
  const list = [...charts.keys()].map((name) => `<a href="#${slug(name)}">${text(name)}</a>`).join(' · ')
  const body = `<p>Each diagram and each table is read from the machine that runs: XState's own root node. A dot marks the initial
state; <em>in any state</em> stands for transitions of the whole machine. Loops and guards are in the tables.</p><p>${list}</p>${sections.join('\n')}`
  return { file: 'machines.html', title: 'Statecharts', body, made: 'Generated from the machines in spec/.' }
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function machineSection(name: string, { svg, transitions }: Chart, owners: readonly string[]): string {
  const rows = transitions.map(({ from, event, guard, to, actions }) => [
    from === '' ? '<em>any</em>' : text(from),
    text(event),
    text(guard),
    to.length === 0 ? '' : text(to.join(', ')),
    actions.map((action) => `<code>${text(action)}</code>`).join(' '),
  ])
  return `<h2 id="${slug(name)}">${text(name)}</h2><p>Runs in: ${owners.join(', ')}.</p><figure>${svg}</figure>
<details><summary>${rows.length} transitions</summary>${table(['in state', 'on', 'if', 'to', 'does'], rows)}</details>`
}

/** Sequences of each run: session keys, election, enrolment, a wrong guess, a right one. */
export function sequencesPage(runs: readonly PageData[]): Page {
  const sections = runs.map(
    (run) =>
      `<h2>${text(run.profile)}</h2>${stretches(run)
        .map(([title, stretch]) => figure(run, title, stretch))
        .join('\n')}`,
  )
  const body = `<p>Each diagram is a stretch of a run that the simulator took, ideal cryptography, three HSMs, no faults; the same run
can be walked through step by step: ${runs.map(({ profile }) => `<a href="explorer-${profile}.html">${profile} in the explorer</a>`).join(', ')}.
Heartbeats and their answers are left out, and so is the second follower.</p>${sections.join('\n')}`
  return { file: 'sequences.html', title: 'Message sequences', body, made: 'Generated from runs.' }
}

function figure(run: PageData, title: string, stretch: Stretch): string {
  const caption = `${title}: steps ${stretch.from} to ${stretch.to}`
  return `<h3>${text(title)}</h3><figure tabindex="0">${sequenceSvg(run, stretch)}<figcaption>${text(caption)}</figcaption></figure>`
}

const QUIET = ['appended', 'received']
const SESSION: readonly string[] = SESSION_MESSAGES

function stretches(data: PageData): [string, Stretch][] {
  const leader = data.spans.find(({ kind }) => kind === 'leads')
  const leads = data.lanes[leader?.lane ?? 0]?.node ?? '@a1'
  const hsms = data.lanes.filter(({ role }) => role === 'hsm').map(({ node }) => node)
  const follower = hsms.find((node) => node !== leads) as string
  const start = { from: 0, to: leader?.from ?? 0 }
  const keys: Stretch = { ...start, lanes: hsms.slice(0, 2), shows: ({ type }) => SESSION.includes(type) }
  const election: Stretch = {
    ...{ ...start, lanes: hsms },
    shows: ({ type }) => !QUIET.includes(type) && !SESSION.includes(type),
  }
  const titles = ['Enrolment', 'Recovery with a wrong password', 'Recovery with the right one']
  const phones = ['@phone1', '@phone2', '@phone2']
  const begins = data.steps.flatMap(({ kind }, step) => (kind === 'begin' ? [step] : []))
  const operations = begins.map((from, i): [string, Stretch] => {
    const phone = phones[i] as string
    const to = data.steps.findIndex(
      ({ marks }, step) => step > from && marks.some(({ kind }) => kind === 'outcome'),
    )
    // Of the log only entries are drawn: a heartbeat carries none, and is not what the diagram is about.
    const shows: Stretch['shows'] = ({ type, body }) =>
      !QUIET.includes(type) && !(type === 'appendEntries' && isHeartbeat(data, body))
    return [titles[i] as string, { from, to, lanes: [phone, '@front', leads, follower], shows }]
  })
  return [['Session keys between two replicas', keys], ['Election of a leader', election], ...operations]
}

function isHeartbeat({ pool }: PageData, body: number): boolean {
  const item = pool.items[body] as readonly number[]
  const place = pool.shapes[-1 - (item[0] as number)]?.indexOf('entries') ?? -1
  const entries = pool.items[item[place + 1] as number]
  return Array.isArray(entries) && entries.length === 0
}
