"""axe-core inside a page: which rules of WCAG 2.2 AA it breaks."""

import gzip
import hashlib
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

BUNDLE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js.gz"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async ([tags, without]) => {
  const found = await axe.run({ include: [['html']], exclude: without.map(one => [one]) },
    { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const told = one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`;
  return { rules: found.passes.length + found.violations.length, broken: found.violations.map(told) };
}"""


def bring(context: BrowserContext) -> None:
    """Have axe in every page of a context; an init script is no part of the page, so its policy stays as served."""
    source = gzip.decompress(BUNDLE.read_bytes())
    assert hashlib.sha256(source).hexdigest() == SHA256
    context.add_init_script(source.decode())


def broken(page: Page, *without: str) -> list[str]:
    """Each broken rule with where; fails where axe judged nothing."""
    found: dict[str, Any] = page.evaluate(RUN, [list(TAGS), list(without)])
    assert found["rules"] > 5, page.url
    return [f"{page.url}: {line}" for line in found["broken"]]
