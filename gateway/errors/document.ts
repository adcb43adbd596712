// docs/errors.md, and the part of it that `campaign explain` prints: made from the table of errors.
import { ERRORS, type ErrorCode } from './error-table.ts';

const HEAD = `# Errors

Every error has \`extensions.code\` from this page; \`campaign explain CODE\` prints its part. Messages are constant, or made by
GraphQL for the operation that was sent. What a participant's subgraph says went wrong is never passed on: its own codes and
words are masked, and its code in \`extensions.participant\` is all that is told of it.

## Four reasons for a null

| | how it is told |
|---|---|
| **denied** to this caller | \`null\`, and an error \`UNAUTHORIZED_FIELD_OR_TYPE\` at its path |
| **withheld** by the originator | \`null\` without an error; \`release { withheld { field rule askAt } }\` of the same case names the field and the rule |
| **unavailable** at the moment | \`null\`, and an error \`PARTICIPANT_UNAVAILABLE\` that names the participant |
| **absent** | \`null\` without an error, and \`withheld\` does not name the field |

Where any participant that was asked did not answer, \`extensions.participants\` of the answer lists those that were asked, each
with \`state\`: \`ANSWERED\` or \`UNAVAILABLE\`.

A case that is not there and one that this caller may not know of are told alike: the case itself is \`null\`, without an error.
`;

/** The whole page. */
export function errorsPage(): string {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  return `${HEAD}\n## Codes\n\n${codes.map((code) => errorPart(code)).join('\n')}`;
}

/** One code's part of the page. */
export function errorPart(code: ErrorCode): string {
  const { status, message, means, act } = ERRORS[code];
  const said = message === null ? 'the message is GraphQL\u2019s own' : `\u201c${message}\u201d`;
  return `### ${code}\n\nHTTP ${status}; ${said}\n\n${means}\n\n${act}\n`;
}

/** One line for each code. */
export function errorList(): string {
  const width = Math.max(...Object.keys(ERRORS).map((code) => code.length));
  return Object.entries(ERRORS)
    .map(
      ([code, { status, message }]) => `${code.padEnd(width)}  ${status}  ${message ?? '(in the words of GraphQL)'}\n`,
    )
    .join('');
}
