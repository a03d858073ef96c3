export class SeatPlan {
  constructor(rows: unknown, perRow: unknown) {
    throw new Error('Remove this line and implement the function')
  }
}
