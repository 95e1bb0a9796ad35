/**
 * Internal events between machines of one shell: the seams along which the five protocols meet.
 * Machine names inside an HSM: consensus, vault, fleetKeys, attempts/<record>, session/<id>.
 * Inside a client: trust, enrollment, recovery, files; `user` is the person and belongs to the world.
 */
import type { Octets, Plain } from './boundary.ts'
import type { NodeId } from './names.ts'

/** A command of the replicated log. `id` makes a retried command apply once. */
export interface Command {
  readonly id: string
  readonly do: string
  readonly [field: string]: Plain
}

// vault to consensus ---------------------------------------------------------------------------------------

/** A command as its author proposes it. A retry is the same bytes, `notAfter` included. */
export interface Proposed extends Command {
  /** The last index at which it takes effect: what makes forgetting its id safe (§5.7). */
  readonly notAfter: number
}
/** Asks for a command to be appended; answered by `applied` (everywhere), or here by `notAppended`. */
export interface Propose {
  readonly type: 'propose'
  readonly command: Proposed
}
/** The state machine's whole state as of an applied index, so that the log before it can go. */
export interface Snapshot {
  readonly type: 'snapshot'
  readonly index: number
  readonly state: Plain
}

/** Asks a leader to hand its office over to another replica, before its site goes down. Ignored elsewhere. */
export interface HandOver {
  readonly type: 'handOver'
  readonly to: NodeId
}

// consensus to vault ---------------------------------------------------------------------------------------

/** A committed entry, in log order, once at each replica since its boot (or since `installed`). */
export interface Applied {
  readonly type: 'applied'
  readonly index: number
  readonly term: number
  /** Hash chain over term, index, payload digest, up to here. */
  readonly chain: Octets
  /** Null: the entry's payload was dropped, or is a leader's no-op. */
  readonly command: Command | null
  /** The same command id was applied before: change nothing, answer as before. */
  readonly repeated: boolean
}
/**
 * Why a proposal was not appended (§5.6, §5.7): this replica does not lead, or is handing over; its queue is full; the
 * command is larger than a message may carry; its last index is past, missing, or further off than ids are remembered;
 * or it is one that only consensus itself may make.
 */
export type NotAppendedWhy = 'notLeader' | 'handingOver' | 'full' | 'tooLarge' | 'expired' | 'reserved'

/** A proposal changed nothing here. `leader`: who may be asked instead, as far as this replica knows. */
export interface NotAppended {
  readonly type: 'notAppended'
  readonly id: string
  readonly leader: NodeId | null
  readonly why: NotAppendedWhy
}
/** Replaces the whole applied state: at boot with a snapshot in storage, and after a state transfer. */
export interface Installed {
  readonly type: 'installed'
  readonly index: number
  readonly state: Plain
}
/** This replica's role changed. A vault serves clients only while it leads. */
export interface RoleChanged {
  readonly type: 'roleChanged'
  readonly leads: boolean
  readonly term: number
  readonly leader: NodeId | null
}
/** The log has so many entries since the last snapshot that consensus would like one. */
export interface SnapshotWanted {
  readonly type: 'snapshotWanted'
}

// fleetKeys to vault ---------------------------------------------------------------------------------------

/** What a client must know of a fleet before anything secret leaves it. */
export interface FleetKeys {
  readonly fleet: string
  readonly epoch: number
  /** Ed25519, 32 bytes. */
  readonly signing: Octets
  /** HPKE, 32 bytes. */
  readonly sealing: Octets
  /** OPAQUE's server key, 32 bytes. */
  readonly ake: Octets
}
/** The same with the secret halves, inside an HSM only. */
export interface FleetSecrets {
  readonly keys: FleetKeys
  readonly signing: Octets
  readonly sealing: Octets
  readonly ake: Octets
  /** Never leaves the HSMs; OPRF keys are derived from it in `hardened`. */
  readonly oprf: Octets
}
/** `serving`: this fleet answers; `closing`: it answers only to close a lineage (overlap); null: erased or none. */
export interface FleetKeysChanged {
  readonly type: 'fleetKeysChanged'
  readonly secrets: FleetSecrets | null
  readonly phase: 'serving' | 'closing' | 'erased'
}

/** fleetKeys to vault, before a retirement: how many lineages are open? */
export interface CountWanted {
  readonly type: 'countWanted'
}
/** The answer, to `fleetKeys`. Null where this replica does not lead: its count may be old. */
export interface Counted {
  readonly type: 'counted'
  readonly open: number | null
}

// enrollment and recovery to trust, and back -----------------------------------------------------------------

/** Asks for fleet keys that may be trusted; `by` is the machine to answer. Answered once, by one of the two below. */
export interface KeysWanted {
  readonly type: 'keysWanted'
  readonly by: string
  /** The fleet that the client is bound to by what it has stored; absent: the one that the front end names. */
  readonly fleet?: string
  /** The phone's clock in ms since 1970, as the user's act carried it; absent: when the app was built. */
  readonly nowMs?: number
  /** An enrolment goes to the serving fleet, all else to the one that holds the account. Absent: by `by`. */
  readonly purpose?: 'enrol' | 'recover'
}
/** trust to whoever asked: keys for which every check of §7.2 held. */
export interface KeysTrusted {
  readonly type: 'keysTrusted'
  readonly keys: FleetKeys
}
/** trust to whoever asked: no keys that may be trusted. */
export interface KeysRefused {
  readonly type: 'keysRefused'
  /** Which check failed (TrustRefusal in spec/fleet/checks.ts). `noAnswer` means *unavailable*, all others untrusted. */
  readonly why: string
}

// front end to its distribution of bundles (`bundles` in the same shell) --------------------------------------

/** The front end saw a fleet confirm (or, in `published`, store) a record of this account: recoveries go there. */
export interface HomeChanged {
  readonly type: 'homeChanged'
  readonly account: string
  readonly fleet: string
}

// user to client, and back -----------------------------------------------------------------------------------

/** The user's act. `secret` is the password or code as octets; `key` is K (32 bytes). */
export interface Enrol {
  readonly type: 'enrol'
  readonly secret: Octets
  readonly key: Octets
}
/**
 * The same as `enrol`, said of a record that exists: it goes to the fleet that serves now, and what is left of its
 * budget goes along (§7.3). No new enrolment in the account of guesses.
 */
export interface Move {
  readonly type: 'move'
  readonly secret: Octets
  readonly key: Octets
}
/** The user's act: recover K; `secret` is the password or code. */
export interface Recover {
  readonly type: 'recover'
  readonly secret: Octets
}
/** The user's act: delete what this account has enrolled; `secret` is the password or code. */
export interface Delete {
  readonly type: 'delete'
  readonly secret: Octets
}

/** ENR: the closed set of outcomes of an enrolment. */
export type EnrollmentOutcome =
  | 'enrolled'
  | 'unconfirmed'
  | 'taken'
  | 'exhausted'
  | 'unavailable'
  | 'untrustedFleet'

/** REC-3: the closed set of outcomes of a recovery. */
export type RecoveryOutcome =
  | 'recovered'
  | 'wrongPassword'
  | 'exhausted'
  | 'delayed'
  | 'notEnrolled'
  | 'unavailable'
  | 'untrustedFleet'

/** What a client tells its user at the end of an operation. */
export interface Ended {
  readonly type: 'enrollmentEnded' | 'recoveryEnded' | 'deletionEnded'
  readonly outcome: EnrollmentOutcome | RecoveryOutcome | 'deleted'
  /** K, when recovered. */
  readonly key?: Octets
  /** wrongPassword: guesses that remain, where the profile tells them. */
  readonly attemptsLeft?: number
  /** delayed: ticks until the next guess. */
  readonly ticksLeft?: number
  /** untrustedFleet: which check failed. */
  readonly why?: string
}
