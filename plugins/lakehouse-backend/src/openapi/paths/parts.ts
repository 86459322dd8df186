import { parameters } from '../parameters';
import { ref } from '../schemas/parts';

type ParameterName = keyof typeof parameters;

const json = (schema: string) => ({
  'application/json': { schema: ref(schema) },
});

const problem = (description: string) => ({
  description,
  content: json('Error'),
});

/** Responses with the answer as one of the schemas. */
export const answers = (schema: string) => ({
  '200': { description: 'The answer.', content: json(schema) },
  '400': problem('The request is not as described here.'),
  '401': problem('No user is signed in.'),
  '403': problem('You may see the domain, but not do this.'),
  '404': problem('It is not there, or not yours to see.'),
});

/** What a method of a path does; names are of `parameters`. */
export const operation = (
  operationId: string,
  summary: string,
  names: readonly ParameterName[],
  schema: string,
) => ({
  operationId,
  summary,
  parameters: names.map(name => ({
    $ref: `#/components/parameters/${name}`,
  })),
  responses: answers(schema),
});

/** The same with a body in JSON, as one of the schemas. */
export const withBody = (
  base: ReturnType<typeof operation>,
  schema: string,
) => ({
  ...base,
  requestBody: { required: true, content: json(schema) },
});
