// A phase at a glance: its figures, counted and reported.
import { graphql } from '../generated/gql.ts';

export const phaseOverview = graphql(`
  query PhaseOverview($campaign: ID!, $number: Int!, $filter: CaseFilter) {
    campaign(code: $campaign) {
      phase(number: $number) {
        id
        name
        startsOn
        endsOn
        illustrative
        reported {
          measure
          value
          unit
          comparedWith
          change
          source
          publishedOn
        }
        statistics(filter: $filter) {
          cutOff
          windowFrom
          windowTo
          caseCount
          changeOnPreviousPhase
          coverage {
            participant {
              code
            }
            state
            lastSeen
          }
          byKind {
            key
            label
            cases
            share
          }
          byParticipant {
            key
            label
            cases
          }
          byMonth {
            key
            cases
          }
          flows(top: 20) {
            origin
            via
            destination
            cases
            kilograms
          }
        }
      }
    }
  }
`);
