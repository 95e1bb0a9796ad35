/** The twin that a world runs on where the setup asks for real bytes: loaded beforehand, passed in as a door. */

import type { Doors } from '../bugs/doors.ts'
import { loadRealTwin } from '../crypto/real/load-twin.ts'

/**
 * Doors for worlds of this cryptography. Real: libsodium's twin, or noble's after one notice; the port keeps no
 * state, so one twin serves any number of worlds. Ideal: nothing, because each world makes its own terms.
 */
export async function doorsFor(
  crypto: 'real' | 'ideal',
  notice: (line: string) => void,
): Promise<Pick<Doors, 'twin'>> {
  return crypto === 'real' ? { twin: await loadRealTwin(notice) } : {}
}
