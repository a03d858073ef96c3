export class SeatPlan {
  private readonly taken: number[]

  constructor(private readonly rows: number, private readonly perRow: number) {
    this.taken = Array.from({ length: rows }, () => 0)
  }

  get free(): number {
    return this.taken.reduce((sum, taken) => sum + this.perRow - taken, 0)
  }

  book(count: number): string[] {
    if (count > this.perRow) throw new Error('No row has that many seats.')
    const row = this.taken.findIndex(taken => taken + count <= this.perRow)
    if (row < 0) throw new Error('Sold out.')
    const first = this.taken[row]! + 1
    this.taken[row]! += count
    return Array.from({ length: count }, (_, i) => `${letter(row)}${first + i}`)
  }

  rowOf(seat: string): string | undefined {
    const row = seat.charCodeAt(0) - 65
    const place = Number(seat.slice(1))
    return row >= 0 && row < this.rows && place >= 1 && place <= this.perRow ? letter(row) : undefined
  }

  async confirm(seat: string): Promise<boolean> {
    const row = this.rowOf(seat)
    if (row === undefined || Number(seat.slice(1)) > this.taken[row.charCodeAt(0) - 65]!) throw new Error('Not booked.')
    return true
  }
}

const letter = (row: number): string => String.fromCharCode(65 + row)
