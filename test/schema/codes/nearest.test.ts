import { expect, it } from 'vitest';
import { drugs } from '#schema/codes/drugs.ts';
import { nearest, suggestion } from '#schema/codes/nearest.ts';

const names = drugs().entries.map(({ name }) => name);

it.each([
  ['methamfetamine', 'methamphetamine'],
  ['Heroine', 'heroin'],
  ['herion', 'heroin'],
  ['ketamin', 'ketamine'],
  ['KETAMINE', 'ketamine'],
  ['canabis', 'cannabis'],
  ['amphetamine-type', 'amphetamine-type stimulants'],
])('the name nearest to %s is %s', (name, wanted) => {
  expect(nearest(name, names)[0]).toBe(wanted);
});

it.each(['sugar cane', 'x', '', 'sunflower'])('nothing is near %j', (name) => {
  expect(nearest(name, names)).toEqual([]);
  expect(suggestion(name, names)).toBe('');
});

it('gives the nearest first, no more than asked for, each once', () => {
  expect(nearest('aaab', ['aaac', 'aaab', 'aaad', 'aaab', 'zzzz'], 2)).toEqual(['aaab', 'aaac']);
  expect(suggestion('aaab', ['aaac'])).toBe('; nearest: aaac');
});
