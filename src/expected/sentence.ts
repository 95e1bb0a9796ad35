/** What a row for a sentence is (src/expected/sentences.ts). */

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

/** These claims under this adversary. */
export const at = (adversary: string, ...claims: readonly string[]): readonly Bearing[] =>
  claims.map((claim) => ({ claim, adversary }))
