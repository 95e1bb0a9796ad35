/**
 * What it takes for each seeded bug to show (§10.8): the argument of a strategy that did not kill it. What that strategy tried
 * stands in the kill table (src/run/survivors.ts); this says what was not among it.
 */

/** By the bug's id; a sentence after "it takes". */
export const TAKES: Readonly<Record<string, string>> = {
  countsOlderTerms:
    'four terms: an entry that a majority holds under its second leader, and a fourth leader whose log has it not (figure 8 of Raft)',
  refusalCountsAsHeld:
    'a follower with a gap, and a new leader that is elected without the entry before the gap is filled',
  acknowledgesItsWholeLog:
    'a follower with a suffix of an older term, longer than what its new leader sends, and a third leader without it',
  staleAppendTruncates:
    'an AppendEntries that is overtaken by one with more entries, then a leader elected from what is left',
  partFromAnybody:
    'a state transfer under way, and a malicious replica that answers in the place of the one that was asked',
  overtakenTransferInstalls:
    'a state transfer that is overtaken by the entries it stands for, and then a change of leader',
  voteForgottenAtStepDown:
    'a voter that hears of its leader, and a second candidate of that same term afterwards',
  voteNotPersisted: 'a voter that restarts within a term, and a second candidate of that term afterwards',
  quorumTooSmallForEvenFleets:
    'a fleet of an even number of HSMs, and two halves that do not hear each other',
  sendsBeforeItPersists:
    'power lost between the send and the write of one step, and a second candidate of that term afterwards',
  leaderNeverForgotten:
    'a leader that is gone for good, pre-votes, and a run that goes on to the end of its second phase',
  oldCopyCountsAsBefore:
    'an HSM set back by its host to before an entry, and a leader elected with it that never saw that entry',
  joinNeedsNoOthers:
    'an old copy that forgot its vote, a leader that commits its Join with it alone, and the old vote on its way',
  anyKeyMayJoin:
    'a statement of admission that no ceremony signed: no adversary here draws one, its scenario writes it',
  needsEverybody:
    'a fleet that is left with one HSM down at the end of its second phase, and no leader from before',
  termsNotCompared:
    'two leaders of different terms with unlike entries at one index, and a third append after them',
  readyAtOnce: 'several guesses in a row at one record of three HSMs, each sooner than its delay',
  anyRegistrationStores:
    'a vault that forgot its sessions, while a registration of somebody else is open at the record',
  believesItsStorage: 'an HSM set back to before its vote, and a second candidate of that term',
  budgetOfTheRecord:
    'guesses used up by a stranger, the same secret enrolled again, and guesses used up once more',
  noDecoy: 'a wrong password and a right one at the same place of two runs that are otherwise alike',
  keyBesideTheRecord: 'records of an HSM read after a password was enrolled',
  noFloor: 'a phone without memory that is shown an epoch whose overlap ended before its app was built',
  proofsNotAsked:
    'a phone without memory that is shown an epoch whose overlap ended before its app was built',
  confirmationForgotten:
    'an enrolment reported as done, and a recovery of it while its record waits for the confirmation',
  guessesLeftNotSaid: 'a wrong password that the vault answers',
  anyAnswerTaken: 'an answer altered or injected on its way to a phone that waits for it',
  passwordNotStretched: 'any enrolment',
  fixedNonce: 'two encryptions',
  answersNotPadded: 'a wrong password and a right one at the same place of two runs that are otherwise alike',
  constantStorageKey:
    'records of an HSM read after a password was enrolled, by whoever does not hold the fleet’s secrets',
  appliesBeforeItPersists:
    'power lost within a step that acknowledges, while only the leader holds the entry besides',
  signsBeforeItLogs:
    'an auditor that loses its power between its signature and its write, in a rotation, and a phone that comes by',
  bothFleetsAnswer: 'a rotation, a record that moved, and guesses used up at both fleets',
  retryAtOtherFleet:
    'a rotation, an enrolment whose answer is lost on the way, and guesses used up at both fleets',
  counterSignatureOverBundle: 'a holder of one signing key who shows keys of its own',
  anyCounterSignature: 'a holder of one signing key who shows keys of its own',
  olderEpochAccepted: 'a rotation, and a phone with memory that is shown the older epoch when it enrols',
  epochsNotConsecutive: 'an epoch asked for out of its order',
  keysBeforeChecks: 'a bundle shown with a wrong signature',
  peersNotCompared: 'two watchers that are shown two logs, and compare',
  evidenceNotRead: 'an epoch without evidence, and a watcher that looks',
  partialCalledWhole: 'a watcher that looks at the newest epochs alone, after a rotation',
  pinsForgotten: 'a pinned phone that comes by after a rotation, and a bundle that verifies',
  recoveriesAlwaysGoBack:
    'a phone with memory of a newer epoch that recovers, and is shown an older one whose overlap is long over',
  counterWraps: 'a state transfer of a record that ran out, and one more guess where it came to',
  sameCountWrittenTwice: 'two sessions of one record in flight at once, and guesses used up after them',
  chargedAfterVerification: 'a client that falls silent after KE2',
  zeroMeansDefault: 'a state transfer of a record that ran out',
  olderVersionProves: 'a session open over a replacement of its record, that then proves the password',
  laterChargesFreed:
    'a right guess whose proof comes after somebody else’s guess, and guesses used up after it',
  exhaustionIsAFlag: 'a record that ran out',
  releasedWhenAppended: 'a leader that holds a charge alone, which others do not get',
  chargeSharedInFlight: 'two sessions of one record in flight at once, and guesses used up after them',
  liveAtOnce: 'an enrolment whose confirmation has not come, and a recovery from it',
  liveAtOnceWithItsOwnBudget:
    'guesses used up at an enrolment whose answer was held back, and used up again at the next one',
  anyConfirmConfirms: 'a confirmation by somebody else while a record is pending',
  nothingCarriesOver: 'guesses, a replacement with the same secret, and as many guesses again',
  lateConfirmAccepted: 'guesses used up nearly, and the confirmation of before repeated, and guesses again',
  registrationKeyShared:
    'a stranger who registers the right word at the account, and pays for one guess besides',
  readsItsOwnState:
    'a leader of the past that is asked, after a newer one took an enrolment or the last guess',
  accountOfTheFrontEnd:
    'a front end that sends a client to another record than its own, and guesses used up at both',
  proofOfAnySession: 'a proof while another session of the record is charged and open',
  wrongProofWritesNothing:
    'a wrong password and a right one at the same place of two runs that are otherwise alike',
  unknownRecordFallsSilent: 'a record that ran out in one of two runs that are otherwise alike',
  blindUsedTwice: 'a recovery that begins again',
  verifierCached: 'a phone found after its user typed the password',
  leadersClockAlone: 'a leader whose clock runs, and a majority whose clocks have not yet',
}
