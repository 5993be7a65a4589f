// Evaluates [tree, variables] pairs from standard input with the module named on the command line; prints FEEL texts.
import { readFileSync } from 'node:fs';

const source = readFileSync(process.argv[2]);
const { functions, prepare, text } = await import(`data:text/javascript;base64,${source.toString('base64')}`);
const { pairs } = JSON.parse(readFileSync(0, 'utf8'));

function evaluated([tree, variables]) {
  const given = Object.entries(variables).map(([name, node]) => [name, prepare({ feel: 1, ast: node })(new Map())]);
  try {
    return text(prepare(tree)(new Map(given)), 1);
  } catch (problem) {
    return `! ${problem.message}`;
  }
}

console.log(JSON.stringify({ functions: Object.keys(functions), results: pairs.map(evaluated) }));
