// The part of a mapping that says where the goods came from, went through, were seized and were bound for.
import { z } from 'zod';
import { byText, type Rules, text } from './rules.ts';

const country = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 country');

const namedPlace = z.strictObject({
  country: country.optional(),
  locode: z
    .string()
    .regex(/^[A-Z]{2}[A-Z2-9]{3}$/, 'expected a UN/LOCODE such as VNSGN')
    .optional(),
  name: text.optional(),
});

export function routeRules({ alias, choice, unreadable }: Rules) {
  return {
    places: z
      .strictObject({
        /** Names of countries beside their ISO English names. */
        countries: byText(country).default({}),
        /** Texts that need an answer of their own: the places that they name, in order. */
        texts: byText(z.array(namedPlace).min(1)).default({}),
      })
      .default({ countries: {}, texts: {} }),
    route: z
      .strictObject({
        /** The first filled column is the place; what others say goes to the narrative where it differs. */
        origin: z.array(alias).default([]),
        /** All of them, in this order. */
        transit: z.array(alias).default([]),
        /** As `origin`. */
        destination: z.array(alias).default([]),
        seizedAt: z
          .strictObject({
            country: choice(country).optional(),
            locode: choice(text).optional(),
            name: choice(text).optional(),
            /** Decimal degrees, WGS 84; both or neither. */
            latitude: alias.optional(),
            longitude: alias.optional(),
            unreadable,
          })
          .optional(),
      })
      .optional(),
  };
}
