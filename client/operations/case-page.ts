// A page of cases with their bodies, over all participants.
import { graphql } from '../generated/gql.ts';

export const casePage = graphql(`
  query CasePage($campaign: ID!, $number: Int!, $filter: CaseFilter, $orderBy: CaseOrder, $first: Int, $after: String) {
    campaign(code: $campaign) {
      phase(number: $number) {
        cases(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            __typename
            id
            reference
            kind
            seizedIn
            participant {
              code
              name
            }
            provenance {
              source
              compiledBy
            }
            seizures {
              commodity {
                __typename
                ... on DrugCommodity {
                  drug
                  group
                }
                ... on PrecursorCommodity {
                  substance
                }
                ... on WildlifeCommodity {
                  taxon
                  term
                  appendix
                }
                ... on TimberCommodity {
                  taxon
                  term
                  appendix
                }
                ... on OtherCommodity {
                  hsCode
                  description
                }
              }
              quantity {
                value
                unit
                kilograms
              }
            }
            route {
              origin {
                country
              }
              transit {
                country
              }
              destination {
                country
              }
            }
          }
        }
      }
    }
  }
`);
