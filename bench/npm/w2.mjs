// One W2 life in npm's bpmn-engine: each act ends with its state on disk (fsync). Prints CPU milliseconds a life.
import { Engine } from 'bpmn-engine';
import { EventEmitter } from 'node:events';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

const [, , diagram, stateFile, lives] = process.argv;
const source = readFileSync(diagram, 'utf8');

async function saved(engine) {
  const file = openSync(stateFile, 'w');
  writeSync(file, JSON.stringify(await engine.getState()));
  fsyncSync(file);
  closeSync(file);
}

// Waits until a task waits for a person, or the process is over.
function settled(listener, engine, act) {
  return new Promise((resolve, reject) => {
    listener.once('activity.wait', (task) => resolve(task));
    engine.once('end', () => resolve(null));
    engine.once('error', reject);
    act();
  });
}

async function life() {
  const engine = new Engine({ name: 'w2', source });
  const listener = new EventEmitter();
  let task = await settled(listener, engine, () => engine.execute({ listener, variables: { ok: true } }));
  let people = 0;
  while (task) {
    people += 1;
    await saved(engine);
    const done = task;
    task = await settled(listener, engine, () => done.signal({ ok: true }));
  }
  await saved(engine);
  if (people !== 2) throw new Error(`Expected two tasks, but there were ${people}`);
}

for (let n = 0; n < 20; n += 1) await life();
const before = process.cpuUsage();
for (let n = 0; n < Number(lives); n += 1) await life();
const used = process.cpuUsage(before);
console.log((used.user + used.system) / 1000 / Number(lives));
