/** The ways to arrange tied nodes, those that a swap shows to be alike counted once. */

/** Every order of the nodes, up to swaps of nodes that are alike. `alike` is an equivalence. */
export function arrangements(
  nodes: readonly number[],
  alike: (a: number, b: number) => boolean,
): readonly (readonly number[])[] {
  const classes: number[][] = []
  for (const node of nodes) {
    const own = classes.find(([first]) => alike(first!, node))
    if (own === undefined) classes.push([node])
    else own.push(node)
  }
  return classes.length === 1 ? [nodes] : merged(classes)
}

// Every interleaving of the classes, each class in its own order.
function merged(classes: readonly (readonly number[])[]): number[][] {
  if (classes.every((rest) => rest.length === 0)) return [[]]
  return classes.flatMap((own, at) => {
    const [first, ...rest] = own
    if (first === undefined) return []
    return merged(classes.map((other, place) => (place === at ? rest : other))).map((way) => [first, ...way])
  })
}
