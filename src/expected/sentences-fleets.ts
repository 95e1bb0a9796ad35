/** The article's sentences on fleets, their keys and their evidence: parts 3 to 5, conclusion. */
import { at, type Sentence } from './sentence.ts'

/** In the article's order. */
export const FLEET_SENTENCES: readonly Sentence[] = [
  {
    part: '3',
    quote:
      'To ensure the Backup Key Vault is always available and resistant to failures, Meta deploys it as a geographically distributed fleet across multiple datacenters.',
    bearings: at('A0', 'REP-6', 'LIV-1', 'LIV-2'),
    remark:
      'While a quorum is up; where the HSMs stand is not modelled. Three of seven may be lost, wherever they are: a datacenter that houses four is no failure that the vault bears.',
  },
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
    quote:
      'The fleet is managed as a cluster of HSMs that collectively handle backup encryption and decryption requests.',
    bearings: at('A1', 'SEC-1 code'),
    remark:
      'Not so in Meta’s texts: the phone encrypts and decrypts. HSMs see neither the backup nor its key, only blinded guesses.',
  },
  {
    part: '3',
    quote: 'Each HSM in the fleet operates independently but coordinates to maintain consistency.',
    bearings: at('A0', 'REP-3', 'REP-4', 'ATT-5'),
    remark: '',
  },
  {
    part: '3',
    quote: 'For users, this means your backup is always accessible when you need it',
    bearings: at('A0', 'LIV-1', 'ENR-1'),
    remark:
      'Not always: after ten wrong guesses it is gone for good, by design, and without a majority it waits.',
  },
  {
    part: '3',
    quote: 'while remaining secure from regional outages or physical breaches',
    bearings: [...at('A0', 'REP-6'), ...at('A6', 'SEC-1 code', 'SEC-1 password')],
    remark: 'Whoever breaks one HSM open tests passwords offline, in either profile. A code withstands that.',
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
      'But for Messenger, where new fleets may be deployed without requiring an app update, Meta built an over-the-air fleet key distribution mechanism.',
    bearings: [...at('A0', 'FLT-3', 'LIV-3'), ...at('A2', 'FLT-1', 'ENR-4')],
    remark:
      'Whoever comes by with the secret in the overlap is moved; a record whose user does not is lost with the old fleet. In the published protocol a phone whose enrolment at the new fleet failed cannot go back (FLT-3).',
  },
  {
    part: '4',
    quote:
      'When a device connects to an HSM, the HSM responds with a validation bundle containing its public keys.',
    bearings: at('A2', 'ENR-4', 'FLT-1'),
    remark: 'Nothing rests on who hands the bundle out: it may as well come from the front end.',
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
      'New fleet deployments are rare — typically only every few years — but when they happen, Meta will provide detailed documentation that any security researcher can audit.',
    bearings: at('A9', 'TRN-4', 'TRN-5'),
    remark:
      'What can be audited here is the log and the evidence that it names: `strongroom audit`, which says of a partial audit that it is one.',
  },
  {
    part: '5',
    quote:
      'The evidence includes cryptographic attestations, deployment logs, and verification steps outlined in the official whitepaper.',
    bearings: [],
    remark:
      'Attestations and deployment logs are the article’s addition: Meta’s texts promise evidence and how to verify it. The form of it that is modelled here is ours.',
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
    part: '5',
    quote:
      'This transparency sets a new standard for encrypted backup systems, proving Meta’s claims are verifiable.',
    bearings: at('A9', 'TRN-1', 'TRN-5'),
    remark:
      'That a fleet was deployed in the open can be verified. What runs in it cannot, by any log; and without published Merkle proofs (the published profile) not even that all see the same log.',
  },
  {
    part: '5',
    quote:
      'By opening up the deployment process to public scrutiny, Meta reinforces its leadership in user privacy and demonstrates that end-to-end encryption can coexist with operational resilience.',
    bearings: [...at('A0', 'REP-6', 'LIV-1'), ...at('A2', 'SEC-1 code', 'SEC-1 password')],
    remark:
      'That both can be had at once holds here. That scrutiny of a deployment shows it is the article’s own addition: evidence of a deployment says nothing of how what was deployed behaves.',
  },
  {
    part: 'Conclusion',
    quote:
      'These five upgrades ensure that your WhatsApp and Messenger chat histories remain private, even when stored in the cloud.',
    bearings: at('A1', 'SEC-1 code', 'SEC-1 password'),
    remark: 'The upgrades are about trust in fleets; privacy in the cloud comes from encryption under K.',
  },
]
