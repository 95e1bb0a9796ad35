/** The article's sentences on the vault and its codes: introduction, parts 1 and 2. */
import { at, type Sentence } from './sentence.ts'

/** In the article's order. */
export const VAULT_SENTENCES: readonly Sentence[] = [
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
      'This system allows users to safeguard their message history with a recovery code, stored securely in tamper-resistant HSMs.',
    bearings: at('A4', 'SEC-4', 'SEC-1 code', 'SEC-1 password'),
    remark:
      'In the published protocol a record that leaks from one HSM is enough to test passwords offline, so for a password the security is the HSM’s; a derived OPRF key takes that away.',
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
    part: '1',
    quote:
      'The vault represents a fundamental shift toward user-controlled data protection, giving people genuine ownership of their message history.',
    bearings: at('A2', 'ENR-1'),
    remark:
      'Nobody else reads it. But whoever runs the front end or holds the account can use the guesses up or refuse service, and then the owner reads it neither: no protocol with counted guesses prevents that.',
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
    quote: 'These HSMs are certified to industry standards and are operated in secure facilities.',
    bearings: [],
    remark: 'Neither can be checked in a model, and Meta’s own texts speak of no certificate.',
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
      'Holds while the HSMs are what they are said to be. One HSM in other hands tests passwords offline; and in the published protocol a host that sets the storage of one back gets guesses that nobody counts.',
  },
  {
    part: '2',
    quote:
      'This design prevents unauthorized access, whether from internal engineers, government requests, or hackers.',
    bearings: [...at('A2', 'ATT-6'), ...at('A8', 'ENR-1'), ...at('A5', 'REC-1')],
    remark:
      'Nobody who controls the account or the operator reads the backup, but either can burn the guesses and so destroy it: that is not claimed by anybody.',
  },
  {
    part: '2',
    quote:
      'Recently, Meta made it easier to use passkeys for backup encryption, adding a biometric or device-based layer.',
    bearings: at('A0', 'BKP-2'),
    remark:
      'A passkey is another way to the key of the backup, not a layer on top of the code, and Meta publishes no cryptography of it; the form of it here is ours.',
  },
  {
    part: '2',
    quote:
      'However, the recovery code remains the ultimate fallback, and its protection inside HSMs is critical to maintaining end-to-end confidentiality.',
    bearings: at('A6', 'SEC-1 code', 'SEC-1 password'),
    remark:
      'Critical for a password alone: a code of full strength stays out of reach even of a malicious HSM. And it is a fallback only while guesses remain.',
  },
]
