/**
 * The sentences of a public article on Meta's encrypted backups ("5 Key Upgrades in Meta's End-to-End Encrypted Backup
 * System"), as rows of the review: what each promises, the cells of the matrix that carry it, and where it
 * promises more than Meta's own texts do, or than the protocol can give.
 */

/** A cell that a sentence rests on: the claim, under the adversary that the sentence speaks of. */
export interface Bearing {
  readonly claim: string
  readonly adversary: string
}

/** One sentence. */
export interface Sentence {
  /** As it stands in the article. */
  readonly quote: string
  /** Which part of the article. */
  readonly part: string
  /** Empty: nothing in it can be checked here, and `remark` says why. */
  readonly bearings: readonly Bearing[]
  /** Where the article says more than Meta does, or than any protocol could; or what the verdict leaves out. */
  readonly remark: string
}

const at = (adversary: string, ...claims: readonly string[]): readonly Bearing[] =>
  claims.map((claim) => ({ claim, adversary }))

const vault: readonly Sentence[] = [
  {
    part: 'Intro',
    quote:
      'End-to-end encryption (E2EE) ensures that only you and the intended recipients can read your messages — not even Meta can access them.',
    bearings: at('A2', 'SEC-1 code', 'SEC-1 password'),
    remark:
      'For backups this hangs on the secret: a code of full strength, or a password that is not among the guesses.',
  },
  {
    part: '1',
    quote:
      'The key vault is designed so that no single entity — not Meta, not cloud storage providers, nor any third party — can access the recovery data.',
    bearings: [...at('A1', 'SEC-1 code', 'SEC-1 password'), ...at('A9', 'SEC-1 password')],
    remark:
      'More than the protocol gives: an operator who deploys a fleet of its own, with an auditor that signs what it is given, can test passwords that are enrolled there; a code withstands it. That is detected (TRN-5), not prevented.',
  },
  {
    part: '1',
    quote:
      'Instead, the vault is spread across multiple datacenters worldwide, ensuring high availability and resilience.',
    bearings: at('A0', 'REP-6', 'LIV-1'),
    remark: 'While a majority of the HSMs is up. Seven HSMs bear three failures; a fourth stops the vault.',
  },
  {
    part: '1',
    quote: 'This architecture uses majority-consensus replication to maintain data integrity and uptime.',
    bearings: [...at('A0', 'REP-1', 'REP-3', 'REP-4', 'REP-6'), ...at('A3', 'REP-7')],
    remark:
      'Against crashes. Nothing is published on a host that sets the storage of one HSM back, and with a plain majority that forks the history.',
  },
  {
    part: '1',
    quote:
      'By keeping the recovery code locked inside HSMs, Meta ensures that even if the cloud infrastructure were compromised, your backup remains private.',
    bearings: at('A1', 'SEC-1 code', 'SEC-1 password'),
    remark:
      'The HSMs do not hold the code at all: they hold an OPAQUE record, from which it cannot be read. The file itself is BKP-1, in properties/crypto-container.test.ts.',
  },
  {
    part: '2',
    quote: 'Unbreakable Recovery Codes via Tamper-Resistant HSMs',
    bearings: [...at('A2', 'SEC-1 code', 'ATT-6'), ...at('A6', 'SEC-1 code')],
    remark:
      'No password is unbreakable: it can be guessed as often as the vault answers, and in the published protocol a dishonest operator raises that number.',
  },
  {
    part: '2',
    quote:
      'At the heart of the backup system is the recovery code — a secret that can restore your entire message history.',
    bearings: at('A0', 'ENR-1', 'REC-1'),
    remark: 'As long as guesses remain and a quorum is up.',
  },
  {
    part: '2',
    quote:
      'Meta stores this code inside dedicated hardware security modules (HSMs) that are physically and cryptographically tamper-resistant.',
    bearings: [],
    remark:
      'Hardware is not modelled. And the code is not stored: what is stored is a record that verifies a guess.',
  },
  {
    part: '2',
    quote:
      'The recovery code never leaves the HSM in plaintext; it is only used to decrypt backup data when the correct user credentials are provided.',
    bearings: at('A3', 'SEC-1 code'),
    remark: "Meta's own texts say more: in OPAQUE the code never reaches the HSM, in plaintext or otherwise.",
  },
  {
    part: '2',
    quote: 'Moreover, Meta cannot extract the code or bypass the encryption.',
    bearings: [...at('A3', 'SEC-1 code', 'SEC-1 password'), ...at('A6', 'SEC-1 password')],
    remark:
      'Holds while the HSMs are what they are said to be. One HSM in other hands tests passwords offline.',
  },
  {
    part: '2',
    quote:
      'This design prevents unauthorized access, whether from internal engineers, government requests, or hackers.',
    bearings: [...at('A2', 'ATT-6'), ...at('A8', 'ENR-1'), ...at('A5', 'REC-1')],
    remark:
      'Nobody who controls the account or the operator reads the backup, but either can burn the guesses and so destroy it: that is not claimed by anybody.',
  },
]

const fleets: readonly Sentence[] = [
  {
    part: '3',
    quote:
      'Data is replicated using a majority-consensus protocol, meaning that even if one datacenter goes offline, the system continues to operate seamlessly.',
    bearings: at('A0', 'REP-6', 'LIV-1', 'LIV-2'),
    remark: 'After a new leader is elected; until then operations wait.',
  },
  {
    part: '3',
    quote: 'compromising a single location wouldn’t reveal the recovery code or disrupt service',
    bearings: [
      ...at('A3', 'SEC-1 code', 'SEC-1 password'),
      ...at('A4', 'SEC-1 code', 'SEC-1 password'),
      ...at('A6', 'SEC-1 code', 'SEC-1 password', 'REP-3'),
    ],
    remark:
      'True of a code. A password can be tested offline by whoever holds the insides of one HSM; in the published protocol the records of one HSM are enough.',
  },
  {
    part: '3',
    quote: 'For users, this means your backup is always accessible when you need it',
    bearings: at('A0', 'LIV-1', 'ENR-1'),
    remark:
      'Not always: after ten wrong guesses it is gone for good, by design, and without a majority it waits.',
  },
  {
    part: '4',
    quote: 'In WhatsApp, the fleet’s public keys are hardcoded into the app, so users implicitly trust them.',
    bearings: at('A7', 'FLT-4'),
    remark: '',
  },
  {
    part: '4',
    quote:
      'This bundle is independently signed by Cloudflare and then counter-signed by Meta, providing two layers of cryptographic proof.',
    bearings: at('A7', 'FLT-1'),
    remark: 'Two signatures prove that two parties signed, not that what they signed is an HSM.',
  },
  {
    part: '4',
    quote: 'Cloudflare also maintains an audit log of every validation bundle issued, adding transparency.',
    bearings: [...at('A0', 'TRN-2'), ...at('A7', 'TRN-3'), ...at('A9', 'TRN-1')],
    remark:
      'No Merkle proof is published for this log: a client alone cannot see that its bundle is missing from it, or that others are shown another log.',
  },
  {
    part: '4',
    quote: 'Clients validate the signatures before establishing a secure session.',
    bearings: at('A7', 'ENR-4'),
    remark: '',
  },
  {
    part: '4',
    quote:
      'This approach allows Meta to rotate or add HSM fleets dynamically, while ensuring users can always verify authenticity — no app update needed.',
    bearings: [...at('A0', 'FLT-3', 'LIV-3'), ...at('A2', 'FLT-2')],
    remark:
      'A phone without memory cannot tell an old bundle from a new one in the published protocol: the bundle has no expiry.',
  },
  {
    part: '5',
    quote:
      'Meta has committed to publishing evidence of each new HSM fleet deployment on its engineering blog, showing that the system operates exactly as designed and that Meta cannot access user backups.',
    bearings: at('A9', 'TRN-5'),
    remark:
      'Meta promises evidence of the deployment. That it shows how the system operates, or what Meta cannot do, is the article’s own addition.',
  },
  {
    part: '5',
    quote:
      'Users and independent auditors can follow the process to confirm that the new fleet is genuine and secure.',
    bearings: at('A9', 'TRN-4', 'TRN-5'),
    remark:
      'They can confirm that evidence was published and is signed. It proves nothing about hardware by itself.',
  },
  {
    part: 'Conclusion',
    quote:
      'These five upgrades ensure that your WhatsApp and Messenger chat histories remain private, even when stored in the cloud.',
    bearings: at('A1', 'SEC-1 code', 'SEC-1 password'),
    remark: 'The upgrades are about trust in fleets; privacy in the cloud comes from encryption under K.',
  },
]

/** The sentences that can be checked, and those of which it must be said why not. */
export const SENTENCES: readonly Sentence[] = [...vault, ...fleets]
