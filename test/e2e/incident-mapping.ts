// A mapping as somebody outside the project would write one.
export const incidentMapping = `
name: test-incidents
format: 1
columns: { ref: ref, date: date, country: country, kg: kg }
participant:
  column: country
  values: { Vietnam: VN, Zimbabwe: ZW }
identity: { key: [ref] }
reference: "{ref}"
kind: { value: WILDLIFE }
form: MINIMAL
reportedAt: 2019-01-01T00:00:00Z
date: { column: date, formats: [YYYY-MM-DD] }
commodity: { type: WILDLIFE, taxon: { value: Manis spp. } }
seizures:
  - commodity: { term: { value: SCA } }
    amount: { column: kg, unit: { value: KILOGRAM } }
withoutAmount: { term: { value: SCA } }
narrative: { class: N1 }
release: { handling: H0, tlp: CLEAR }
campaign: { name: Test incidents }
`;
