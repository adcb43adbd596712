// Ways in which a published SDL could reach into another's data, or close, hide, block or flood it.
import { changed, changedCase, importing, published } from './hostile-sdl.ts';

export interface Attack {
  readonly title: string;
  readonly sdl: string;
  /** A rule that refuses it. */
  readonly rule: string;
  /** Whether composition takes it without complaint. */
  readonly composes: boolean;
}

const attack = (rule: string, composes: boolean, title: string, sdl: string): Attack => ({
  rule,
  composes,
  title,
  sdl,
});
const CASE = 'extend type ThailandCustomsCase';

export const ATTACKS: readonly Attack[] = [
  // Another's data.
  attack(
    'declared-names',
    true,
    'takes a field of another case type over (@override)',
    importing(
      ['@override'],
      published('type VietnamCustomsCase @key(fields: "id") { id: ID! seizures: [Seizure!] @override(from: "vn") }'),
    ),
  ),
  attack(
    'declared-names',
    true,
    'has the gateway send it a field of another case type (@requires)',
    importing(
      ['@requires', '@external'],
      published(
        'type VietnamCustomsCase @key(fields: "id") { id: ID! outcome: Outcome @external spy: String @requires(fields: "outcome { arrests }") @authenticated @requiresScopes(scopes: [["case:read"]]) }',
      ),
    ),
  ),
  attack(
    'declared-names',
    true,
    'adds a field to another case type',
    published('type VietnamCustomsCase @key(fields: "id") { id: ID! note: String }'),
  ),
  attack(
    'declared-names',
    true,
    'adds a field to another case type in an extension',
    published('extend type VietnamCustomsCase @key(fields: "id") { id: ID! note: String }'),
  ),
  attack(
    'declared-names',
    true,
    'adds a field to a type of the hub',
    published('type Campaign @key(fields: "code") { code: ID! secret: String }'),
  ),
  attack(
    'declared-names',
    true,
    'takes a field of the hub over (@override)',
    importing(
      ['@override'],
      published('type Participant @key(fields: "code") { code: ID! name: String! @override(from: "campaign") }'),
    ),
  ),
  attack('declared-names', true, 'declares a mutation', published('type Mutation { wipe: Boolean }')),
  attack('declared-names', true, 'declares a subscription', published('type Subscription { tap: String }')),
  attack(
    'declared-names',
    true,
    'declares a mutation in an extension',
    published('extend type Mutation { wipe: Boolean }'),
  ),
  attack('declared-names', true, 'declares a type without its prefix', published('type Thai { x: Int }')),
  attack('declared-names', true, 'declares a type with another\u2019s prefix', published('type VN_Office { x: Int }')),
  attack('declared-names', true, 'declares a scalar of no one', published('scalar JSON')),
  attack('declared-names', true, 'declares an enum of the hub', published('enum ActivityKind { CONFERENCE FORGED }')),
  attack('declared-names', true, 'declares a type that federation keeps', published('type _Service { sdl: String! }')),
  attack(
    'contract-unchanged',
    false,
    'answers for every case (@interfaceObject)',
    importing(
      ['@interfaceObject'],
      // Its own cases are no Case any longer: the object is every Case at once, and is sent the id of each.
      changed(
        /interface Case \{[^}]*\}/,
        'type Case @interfaceObject @key(fields: "id") { id: ID! spy: String }',
      ).replace('implements Case', ''),
    ),
  ),

  // The root.
  attack('root-fields', true, 'adds a root field', published('extend type Query { spy: String }')),
  attack(
    'root-fields',
    true,
    'takes a root field of the hub over (@override)',
    importing(['@override'], published('extend type Query { case(id: ID!): Case @override(from: "campaign") }')),
  ),
  attack(
    'root-fields',
    true,
    'declares the root field of entities itself',
    published('extend type Query { _service: String }'),
  ),
  attack('root-fields', true, 'renames caseFeed', changed('caseFeed(after', 'feed(after')),
  attack(
    'root-fields',
    true,
    'opens caseFeed to clients',
    changed(/: CaseFeed @shareable @inaccessible/, ': CaseFeed @shareable'),
  ),
  attack(
    'root-fields',
    true,
    'adds an argument to caseFeed',
    changed('caseFeed(after: String', 'caseFeed(after: String, of: ID'),
  ),
  attack('root-fields', true, 'shares all of Query', published('extend type Query @shareable')),
  attack(
    'no-schema-definition',
    true,
    'makes a type of its own the root',
    changed('type Query {', 'type TH_Root {', 'schema { query: TH_Root } extend type TH_Root { spy: String }'),
  ),
  attack('no-schema-definition', true, 'defines the schema', published('schema { query: Query }')),
  attack(
    'no-schema-definition',
    true,
    'adds a root to the schema',
    published('type TH_M { wipe: Boolean } extend schema { mutation: TH_M }'),
  ),
  attack(
    'no-schema-definition',
    true,
    'has a directive of its own composed (@composeDirective)',
    importing(
      ['@composeDirective'],
      published(
        'extend schema @link(url: "https://th.example/spy/v1.0", import: ["@spy"]) @composeDirective(name: "@spy") directive @spy on FIELD_DEFINITION',
      ),
    ),
  ),
  attack('known-references', true, 'leads back to the root from a case', published(`${CASE} { root: Query }`)),
  attack('known-references', false, 'refers to a type that nobody declares', published(`${CASE} { x: TH_Nothing }`)),

  // Names that mean something else.
  attack(
    'federation-link',
    true,
    'imports a directive under another name',
    changed(
      '"@key"',
      '"@key", {name: "@override", as: "@policed"}',
      `${CASE} { reference: String! @policed(from: "campaign") }`,
    ),
  ),
  attack('federation-link', true, 'imports a directive that is not for it', importing(['@override'], published())),
  attack(
    'federation-link',
    true,
    'links another feature',
    published('extend schema @link(url: "https://th.example/spy/v1.0")'),
  ),
  attack('federation-link', true, 'gives federation another prefix', changed('import: [', 'as: "f", import: [')),
  attack(
    'federation-link',
    true,
    'links a federation without rights',
    changed('v2.12', 'v2.5').replaceAll(
      /@(policy|authenticated)(\([^)]*\))?|@requiresScopes\([^)]*\)|, "@(authenticated|requiresScopes|policy)"/g,
      '',
    ),
  ),
  attack('federation-link', false, 'links a federation that is not known', changed('v2.12', 'v2.99')),
  attack('federation-link', false, 'is not federated', published().replace(/extend schema\s+@link\([^)]*\)/, '')),
  attack('no-directive-definitions', true, 'defines a directive', published('directive @spy on FIELD_DEFINITION')),
  attack(
    'no-directive-definitions',
    true,
    'defines an operation\u2019s directive',
    published('directive @skipAll on QUERY'),
  ),
  attack(
    'directives-allowed',
    true,
    'names a directive that was not imported',
    published(`${CASE} { office: String @federation__tag(name: "x") }`),
  ),

  // Directives of federation on its own type.
  attack(
    'directives-allowed',
    true,
    'takes the head of its cases over (@override)',
    importing(['@override'], published(`${CASE} { reference: String! @override(from: "campaign") }`)),
  ),
  attack(
    'directives-allowed',
    true,
    'has the head of its cases sent to it (@requires)',
    importing(
      ['@requires', '@external'],
      published(
        `${CASE} { reference: String! @external told: String @requires(fields: "reference") @authenticated @requiresScopes(scopes: [["case:read"]]) }`,
      ),
    ),
  ),
  attack(
    'directives-allowed',
    false,
    'provides what another resolves (@provides)',
    importing(
      ['@provides', '@external'],
      published(
        `type TH_D { x: Int } ${CASE} { reference: String! @external again: ThailandCustomsCase @provides(fields: "reference") }`,
      ),
    ),
  ),
  attack(
    'directives-allowed',
    true,
    'tags a field',
    importing(['@tag'], published(`${CASE} { a: Int @tag(name: "x") }`)),
  ),
  attack(
    'directives-allowed',
    true,
    'tags its type',
    importing(
      ['@tag'],
      changed('@key(fields: "id") @authenticated', '@key(fields: "id") @authenticated @tag(name: "x")'),
    ),
  ),
  attack(
    'directives-allowed',
    true,
    'sets a cost',
    importing(['@cost'], published(`${CASE} { a: Int @cost(weight: 0) }`)),
  ),
  attack(
    'directives-allowed',
    true,
    'sets a list size',
    importing(['@listSize'], published(`${CASE} { a: [Int] @listSize(assumedSize: 1) }`)),
  ),
  attack(
    'directives-allowed',
    true,
    'reads from its context',
    importing(
      ['@context', '@fromContext'],
      published(
        `type TH_D @key(fields: "id") { id: ID! x(of: Int @fromContext(field: "$TH { outcome { arrests } }")): Int @authenticated @requiresScopes(scopes: [["case:read"]]) } extend type ThailandCustomsCase @context(name: "TH") { d: TH_D }`,
      ),
    ),
  ),
  attack(
    'directives-allowed',
    false,
    'hides a field of a case',
    changedCase('route: Route', 'route: Route @inaccessible'),
  ),
  attack('directives-allowed', true, 'shares a field of a case', published(`${CASE} { a: Int @shareable }`)),
  attack('directives-allowed', true, 'is itself an entity twice', published('type TH_D @key(fields: "x") { x: Int }')),
  attack(
    'directives-allowed',
    true,
    'directs an argument',
    importing(['@tag'], published(`${CASE} { a(b: Int @tag(name: "x")): Int }`)),
  ),
  attack(
    'directives-allowed',
    true,
    'directs a value',
    published(`enum TH_E { A B @inaccessible } ${CASE} { e: TH_E }`),
  ),

  // The contract.
  attack(
    'contract-unchanged',
    true,
    'lifts a right of the contract',
    changed(/(locode: UNLOCODE) @requiresScopes\([^)]*\)/, '$1'),
  ),
  attack(
    'contract-unchanged',
    true,
    'closes a field of the contract for all',
    changed('country: CountryCode\n', 'country: CountryCode @policy(policies: [["nobody"]])\n'),
  ),
  attack(
    'contract-unchanged',
    true,
    'closes a type of the contract for all',
    changed(/(type Seizure @shareable @requiresScopes\(scopes: )\[\[[^)]*\)/, '$1[["case:read", "nobody"]])'),
  ),
  attack(
    'contract-unchanged',
    true,
    'hides a field of the contract for all',
    changed('country: CountryCode\n', 'country: CountryCode @inaccessible\n'),
  ),
  attack(
    'contract-unchanged',
    false,
    'hides a type of the contract in an extension',
    published('extend type Outcome @inaccessible'),
  ),
  attack(
    'contract-unchanged',
    true,
    'tags a field of the contract',
    importing(['@tag'], changed('arrests: Int', 'arrests: Int @tag(name: "x")')),
  ),
  attack(
    'contract-unchanged',
    true,
    'deprecates a field of the contract',
    changed('arrests: Int', 'arrests: Int @deprecated'),
  ),
  attack(
    'contract-unchanged',
    true,
    'makes a field of the contract nullable for all',
    changed('handling: HandlingCode!', 'handling: HandlingCode'),
  ),
  attack(
    'contract-unchanged',
    true,
    'adds an argument to a field of the contract',
    changed('arrests: Int', 'arrests(as: String): Int'),
  ),
  attack('contract-unchanged', true, 'adds a value to a code list', changed('"No limit on disclosure."', 'PURPLE')),
  attack(
    'contract-unchanged',
    true,
    'adds a commodity',
    changed('| OtherCommodity', '| OtherCommodity | TH_Spice', 'type TH_Spice { x: Int }'),
  ),
  attack(
    'contract-unchanged',
    true,
    'makes a type of the contract an entity',
    published('extend type Route @key(fields: "origin { country }")'),
  ),
  attack(
    'contract-unchanged',
    true,
    'gives a type of the contract an interface',
    changed('type Money @shareable', 'type Money implements TH_I @shareable', 'interface TH_I { amount: Float! }'),
  ),
  attack(
    'contract-unchanged',
    false,
    'adds a field to a type of the contract',
    published('extend type Seizure { mark: String }'),
  ),
  attack(
    'contract-unchanged',
    false,
    'adds a field to every case',
    published('extend interface Case { mark: String }'),
  ),
  attack('contract-unchanged', false, 'gives every case a key', published('extend interface Case @key(fields: "id")')),
  attack(
    'contract-unchanged',
    true,
    'says where a scalar is defined',
    changed('scalar URL', 'scalar URL @specifiedBy(url: "https://th.example")'),
  ),
  attack(
    'contract-unchanged',
    false,
    'drops a field that was there from the start',
    changed(/"What the identifier names[^"]*"\s+kind: IdentifierKind!/, ''),
  ),
  attack('declared-once', false, 'declares a type twice', published('type Money @shareable { amount: Float! }')),
  attack('declared-once', false, 'declares a field twice', published('extend type Outcome { arrests: Int }')),
  attack(
    'declared-once',
    true,
    'declares a type as two kinds',
    published('type TH_D { x: Int } extend interface TH_D { y: Int }'),
  ),

  // Its own case type.
  attack('case-type', true, 'adds a key', published('extend type ThailandCustomsCase @key(fields: "narrative")')),
  attack(
    'case-type',
    false,
    'has no key that resolves',
    changed('@key(fields: "id")', '@key(fields: "id", resolvable: false)'),
  ),
  attack(
    'case-type',
    true,
    'drops the right on its type',
    changed('@key(fields: "id") @authenticated', '@key(fields: "id")'),
  ),
  attack('case-type', true, 'is no Case', changed('ThailandCustomsCase implements Case', 'ThailandCustomsCase')),
  attack('case-type', false, 'is an interface', changed('type ThailandCustomsCase', 'interface ThailandCustomsCase')),
  attack(
    'type-rights',
    true,
    'closes its type, and Case with it',
    changed('@key(fields: "id") @authenticated', '@key(fields: "id") @authenticated @requiresScopes(scopes: [["th"]])'),
  ),
  attack(
    'type-rights',
    true,
    'closes its type by policy in an extension',
    published('extend type ThailandCustomsCase @policy(policies: [["th"]])'),
  ),
  attack(
    'type-rights',
    true,
    'closes a national type',
    published(`type TH_D @policy(policies: [["th"]]) { x: Int } ${CASE} { d: TH_D }`),
  ),
  attack('case-fields', true, 'can null a page of all', published(`${CASE} { must: String! }`)),
  attack(
    'case-fields',
    true,
    'changes the type of a field',
    changedCase('suspects: [Suspect!]', 'suspects: [Suspect!]!'),
  ),
  attack(
    'case-fields',
    true,
    'adds an argument to a field',
    changedCase('narrative: String', 'narrative(in: String): String'),
  ),
  attack('case-fields', false, 'declares a field of the head', published(`${CASE} { reference: String! }`)),
  attack(
    'case-fields',
    true,
    'declares a field that begins like one of federation',
    published(`${CASE} { _sdl: String }`),
  ),
  attack(
    'case-rights',
    true,
    'lifts a right on its own field',
    changedCase(/(seizedOn: Date) @requiresScopes\([^)]*\)/, '$1'),
  ),
  attack(
    'case-rights',
    true,
    'weakens a right on its own field',
    changedCase(/(seizedOn: Date @requiresScopes\(scopes: )\[\[[^)]*\)/, '$1[["case:read"]])'),
  ),
  attack(
    'case-rights',
    true,
    'adds an alternative to a right',
    changedCase(
      /(seizedOn: Date @requiresScopes\(scopes: )\[\[[^)]*\)/,
      '$1[["case:operational", "case:read"], ["case:read"]])',
    ),
  ),
  attack(
    'case-rights',
    true,
    'swells the rights of Case',
    changedCase(
      'route: Route @requiresScopes(scopes: [["case:read"]])',
      'route: Route @requiresScopes(scopes: [["case:read", "a"], ["case:read", "b"]])',
    ),
  ),
  attack(
    'case-rights',
    true,
    'swells the rights of a national interface',
    published(
      `interface TH_I { a: Int } type TH_D implements TH_I { a: Int @requiresScopes(scopes: [["a"], ["b"]]) } ${CASE} { i: TH_I }`,
    ),
  ),
  attack(
    'case-rights',
    true,
    'asks for no scope at all',
    changedCase(/(route: Route @requiresScopes\(scopes: )\[\[[^)]*\)/, '$1[[]])'),
  ),
  attack(
    'case-rights',
    true,
    'asks for an empty scope',
    changedCase(/(route: Route @requiresScopes\(scopes: )\[\[[^)]*\)/, '$1[[""]])'),
  ),
  attack('case-rights', true, 'asks for one of nothing', published(`${CASE} { a: Int @policy(policies: []) }`)),
  attack(
    'case-rights',
    true,
    'asks for a scope with a space',
    published(`${CASE} { a: Int @requiresScopes(scopes: [["a b"]]) }`),
  ),
  attack(
    'national-types-alone',
    false,
    'sets another type among the cases',
    published(
      'type TH_Case implements Case { id: ID! seizedOn: Date seizures: [Seizure!] route: Route conveyance: Conveyance concealment: Concealment detection: Detection narrative: String suspects: [Suspect!] outcome: Outcome release: Release }',
    ),
  ),
  attack('published', false, 'holds an operation', published('{ campaigns { code } }')),
  attack('published', false, 'is no SDL', 'type {'),
  attack('published', true, 'is far too long', published(`"${'x'.repeat(300_000)}" type TH_D { x: Int }`)),
];
