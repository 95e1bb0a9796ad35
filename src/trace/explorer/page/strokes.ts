/** Strokes of the picture: lines, heads, crosses, badges, words on a ground of their own. */
import type { Palette } from './signs.ts'

/** A letter in a box: a mark. */
export function badge(
  context: CanvasRenderingContext2D,
  letter: string,
  x: number,
  y: number,
  tone: string,
  { ground }: Palette,
) {
  context.fillStyle = tone
  context.fillRect(x - 6, y - 7, 13, 14)
  context.fillStyle = ground as string
  context.font = 'bold 10px ui-monospace, monospace'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(letter, x + 0.5, y + 0.5)
}

/** A word on the page's ground, so that it can be read over lines. */
export function chip(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  { ground, ink }: Palette,
  align: 'center' | 'right',
): void {
  context.font = '11px ui-sans-serif, system-ui, sans-serif'
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  const wide = context.measureText(text).width + 6
  // Beside the first lane there is little room: it is moved in, never cut off.
  const left = Math.max(0, align === 'center' ? x - wide / 2 : x - wide + 3)
  context.fillStyle = ground as string
  context.fillRect(left, y - 8, wide, 16)
  context.fillStyle = ink as string
  context.fillText(text, left + 3, y)
}

/** A straight line. */
export function line(
  context: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  context.beginPath()
  context.moveTo(x0, y0)
  context.lineTo(x1, y1)
  context.stroke()
}

/** A filled dot. */
export function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 7)
  context.fill()
}

/** An arrow's head at its end. */
export function head(context: CanvasRenderingContext2D, x0: number, y0: number, x: number, y: number): void {
  const angle = Math.atan2(y - y0, x - x0)
  context.beginPath()
  context.moveTo(x, y)
  for (const turn of [2.7, -2.7])
    context.lineTo(x + 9 * Math.cos(angle + turn), y + 9 * Math.sin(angle + turn))
  context.fill()
}

/** Where a message stays that never arrives. */
export function ring(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath()
  context.arc(x, y, 3.5, 0, 7)
  context.stroke()
}

/** Where a message was lost. */
export function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.lineWidth = 2.5
  line(context, x - 5, y - 5, x + 5, y + 5)
  line(context, x - 5, y + 5, x + 5, y - 5)
}

/** The number, or the bound that it passes. */
export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
