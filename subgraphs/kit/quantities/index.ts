// Quantities: the kilogram equivalent beside what was reported.
export { type Kilograms, kilograms } from './kilograms.ts';
