/** Why an operation was not planned, of which the gateway is not at fault. */
export class PlanningRefused extends Error {
  /** busy: others wait, as many as may. late: it takes longer than one may. */
  readonly why: 'busy' | 'late';

  constructor(why: PlanningRefused['why'], message: string) {
    super(message);
    this.why = why;
  }
}
