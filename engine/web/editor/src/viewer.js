// A diagram to look at: where one case is, or how many stand at each step; the same stands beside it in words.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { ids, node, request } from './page';

// The scale under which names of steps can no longer be read.
const READABLE = 0.65;

const STATES = [
  [ 'done', 'tata-done', '✓', 'Sudah dilalui' ],
  [ 'active', 'tata-active', '●', 'Sedang di sini' ],
  [ 'failed', 'tata-failed', '!', 'Ada gangguan' ]
];

async function start(holder) {
  const viewer = new NavigatedViewer({ container: holder });
  const response = await request('GET', holder.dataset.fileUrl);
  await viewer.importXML(await response.text());
  show(viewer, ids(holder.dataset.failed).concat(ids(holder.dataset.active)));
  STATES.forEach(([ name, marker, sign, words ]) => ids(holder.dataset[name]).forEach(id => mark(viewer, id, marker, sign, words)));
  Object.entries(JSON.parse(holder.dataset.counts || '{}')).forEach(([ id, figures ]) => count(viewer, id, figures));
  holder.dataset.ready = 'yes';
}

// How many cases stand at a step, with words beside the colour: «12 · 3 lewat · 1 gagal».
function count(viewer, id, { open, late, failed, url }) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element || !element.parent) {
    return;
  }
  const marker = failed ? 'tata-failed' : late ? 'tata-late' : 'tata-active';
  const words = [ String(open), late && `${late} lewat`, failed && `${failed} gagal` ].filter(Boolean).join(' · ');
  viewer.get('canvas').addMarker(id, marker);
  const name = element.businessObject.name || id;
  const badge = node('a', { class: `tata-badge tata-badge--${marker}`, href: url, 'aria-label': `${name}: ${words}` }, words);
  viewer.get('overlays').add(id, 'tata-state', { position: { top: -11, left: 8 }, html: badge });
}

// The whole diagram where it can be read; else the part of it where the case is.
function show(viewer, places) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const place = places.map(id => registry.get(id)).find(Boolean);
  if (canvas.zoom('fit-viewport', 'auto') >= READABLE || !place) {
    return;
  }
  const { outer } = canvas.viewbox();
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  canvas.viewbox({ x: place.x + place.width / 2 - width / 2, y: place.y + place.height / 2 - height / 2, width, height });
}

function mark(viewer, id, marker, sign, words) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element || !element.parent) {
    return;
  }
  viewer.get('canvas').addMarker(id, marker);
  if (!element.waypoints) {
    const badge = node('div', { class: `tata-badge tata-badge--${marker}`, title: words }, sign);
    viewer.get('overlays').add(id, 'tata-state', { position: { top: -11, right: 11 }, html: badge });
  }
}

const diagram = document.getElementById('diagram');
start(diagram).catch(() => {
  diagram.hidden = true;
});
