// The diagram of one case, to look at: where it is, what is done, what failed; the same stands beside it in words.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { ids, node, request } from './page';

const STATES = [
  [ 'done', 'tata-done', '✓', 'Sudah dilalui' ],
  [ 'active', 'tata-active', '●', 'Sedang di sini' ],
  [ 'failed', 'tata-failed', '!', 'Ada gangguan' ]
];

async function start(holder) {
  const viewer = new NavigatedViewer({ container: holder });
  const response = await request('GET', holder.dataset.fileUrl);
  await viewer.importXML(await response.text());
  viewer.get('canvas').zoom('fit-viewport', 'auto');
  STATES.forEach(([ name, marker, sign, words ]) => ids(holder.dataset[name]).forEach(id => mark(viewer, id, marker, sign, words)));
  holder.dataset.ready = 'yes';
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
