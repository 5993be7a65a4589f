// Builds the style sheet and the bundles into static/vendor and writes the manifest the tests check.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { compile } from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, '..', 'static', 'vendor');

// One library would make functions of texts where nobody asks it to; a page that forbids eval gets none of it.
const noEval = {
  name: 'no-eval',
  setup(build) {
    build.onLoad({ filter: /selection-ranges[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/return new Function\(.*\);?/, "throw new Error('eval');");
      if (contents === text) {
        throw new Error(`Expected a function made of text in ${path}, but there is none.`);
      }
      return { contents };
    });
  }
};

async function scripts() {
  const made = await build({
    metafile: true,
    absWorkingDir: here,
    entryPoints: [ 'modeler', 'viewer', 'compare', 'table', 'formdesign' ].flatMap(name => [ 'js', 'css' ].map(kind => ({ in: `src/${name}.${kind}`, out: name }))),
    outdir: vendor,
    bundle: true,
    plugins: [ noEval ],
    minify: true,
    format: 'iife',
    target: [ 'es2020' ],
    charset: 'utf8',
    legalComments: 'linked',
    loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.svg': 'dataurl', '.eot': 'empty', '.ttf': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning'
  });
  await notice(Object.keys(made.metafile.inputs));
}

// What a form page itself carries: modules of our own, each small, the evaluator for others to import.
async function modules() {
  await build({
    absWorkingDir: here,
    entryPoints: [ 'feel', 'isian' ].map(name => `src/${name}.js`),
    outdir: vendor,
    minify: true,
    format: 'esm',
    target: [ 'es2022' ],
    charset: 'utf8',
    logLevel: 'warning'
  });
}

// Whose work is inside: the licence of every bundled package, as it asks for.
async function notice(inputs) {
  const used = inputs.map(name => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1]).filter(Boolean);
  const texts = await Promise.all([ ...new Set([ ...used, 'govuk-frontend' ]) ].sort().map(licence));
  await writeFile(join(vendor, 'NOTICE.txt'), texts.join('\n\n'));
}

async function licence(name) {
  const folder = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find(entry => /^licen[sc]e/i.test(entry));
  const text = file ? (await readFile(join(folder, file), 'utf8')).trim() : '';
  return `== ${name} ${version} (${license || 'see below'})\n${text}`;
}

async function styles() {
  const made = compile(join(here, 'styles', 'tata.scss'), { style: 'compressed', quietDeps: true, silenceDeprecations: [ 'mixed-decls' ] });
  await writeFile(join(vendor, 'tata.css'), made.css + '\n');
}

async function listed(folder) {
  const found = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(found.map(entry => entry.isDirectory() ? listed(join(folder, entry.name)) : [ join(folder, entry.name) ]));
  return nested.flat();
}

// The lock file keeps exact versions and checksums; which registry they came from is each machine's own business.
async function forgetRegistry() {
  const file = join(here, 'package-lock.json');
  const lock = JSON.parse(await readFile(file, 'utf8'));
  Object.values(lock.packages).forEach(entry => { delete entry.resolved; });
  await writeFile(file, JSON.stringify(lock, null, 2) + '\n');
}

async function hashes(files, root) {
  const pairs = await Promise.all(files.sort().map(async file => [
    relative(root, file).replaceAll('\\', '/'), createHash('sha256').update(await readFile(file)).digest('hex')
  ]));
  return Object.fromEntries(pairs);
}

async function manifest() {
  const sources = [ ...await listed(join(here, 'src')), ...await listed(join(here, 'styles')),
    ...[ 'build.mjs', 'package.json', 'package-lock.json' ].map(name => join(here, name)) ];
  const outputs = (await listed(vendor)).filter(file => !file.endsWith('manifest.json'));
  const written = { sources: await hashes(sources, here), outputs: await hashes(outputs, vendor) };
  await writeFile(join(vendor, 'manifest.json'), JSON.stringify(written, null, 2) + '\n');
}

await Promise.all([ scripts(), modules(), styles(), forgetRegistry() ]);
await manifest();
