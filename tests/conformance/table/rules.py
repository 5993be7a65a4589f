"""Business rule tasks and decision tables (DMN 1.5 §8, §10)."""

from collections.abc import Sequence

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="def" name="d" namespace="n">'
Rules = Sequence[tuple[str, str]]

RULES: Rules = (("> 1", '"a"'), ("> 2", '"b"'), ("> 100", '"c"'))


def table(policy: str, *, rules: Rules = RULES, values: str = "", aggregation: str = "") -> str:
    """A decision dec with one table: input x, output r."""
    listed = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    written = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>{when.replace("<", "&lt;")}</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{then}</text></outputEntry></rule>'
        for n, (when, then) in enumerate(rules)
    )
    how = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        f'{HEAD}<decision id="dec" name="dec"><decisionTable id="dt" hitPolicy="{policy}"{how}>'
        '<input id="in" label="x"><inputExpression id="ie"><text>x</text></inputExpression></input>'
        f'<output id="out" name="r">{listed}</output>{written}</decisionTable></decision></definitions>'
    )


def deciding(dmn: str, decision: str = "dec") -> Sheet:
    """A business rule task br that leaves r."""
    return Sheet().start().rule("br", decision, "r").end().flows("s br e").decision("dec", dmn)


def policy(name: str, shows: str, ends: str, *, values: str = "", aggregation: str = "") -> Row:
    """One hit policy with x = 5, which two rules hit."""
    hit = name.removeprefix("dmn_").removesuffix("_count").replace("_", " ").upper()
    stops = Run("", "x: 5", "s", "active", incidents=(ends,)) if " at " in ends else None
    return Row(
        name,
        shows,
        "DMN 1.5 §8.2.10",
        lambda: deciding(table(hit, values=values, aggregation=aggregation)),
        (stops or Run("", "x: 5", "s br e", ends=ends),),
    )


def cell(text: str) -> str:
    """A table whose only rule has this cell."""
    return table("UNIQUE", rules=((text, '"hit"'),))


CELLS = {
    "[1..10]": True,
    "1,2,5": True,
    "not(3)": True,
    "-": True,
    "? > 3 and ? < 9": True,
    ">= 5": True,
    "? in [1..5]": True,
    '"a","b"': False,
    'date("2026-01-01")': False,
}

ROWS = (
    Row(
        "dmn_unique",
        "UNIQUE with two rules that may both be hit",
        "DMN 1.5 §8.2.10",
        lambda: deciding(table("UNIQUE")),
        refused="dmn.overlap at r1",
        reason="The table breaks its own promise that one rule is hit; which one wins would be a guess",
        more=(
            Row(
                "dmn_unique_two_hits",
                "Where only the values show that two rules are hit, the case stops with an incident",
                "DMN 1.5 §8.2.10",
                lambda: deciding(table("UNIQUE", rules=(("? > y", '"a"'), ("? > z", '"b"')))),
                (Run("", "x: 5, y: 1, z: 2", "s", "active", incidents=("decision.failed at br",)),),
            ),
        ),
    ),
    policy("dmn_first", "FIRST takes the first hit", 'r: "a"'),
    policy("dmn_any", "ANY with hits that differ is an incident", "decision.failed at br"),
    policy("dmn_priority", "PRIORITY takes the hit that the output values name first", 'r: "b"', values='"b","a","c"'),
    policy("dmn_collect", "COLLECT leaves every hit", 'r: ["a", "b"]'),
    policy("dmn_rule_order", "RULE ORDER leaves every hit in the order of the rules", 'r: ["a", "b"]'),
    policy("dmn_output_order", "OUTPUT ORDER leaves every hit by output values", 'r: ["b", "a"]', values='"b","a","c"'),
    policy("dmn_collect_count", "COLLECT with COUNT counts the hits", "r: 2", aggregation="COUNT"),
    Row(
        "dmn_feel",
        "Cells are FEEL unary tests",
        "DMN 1.5 §7.3.2, §10.3",
        lambda: deciding(cell("[1..10]")),
        (Run("", "x: 5", "s br e", ends='r: "hit"'),),
        more=tuple(
            Row(
                f"dmn_feel_{number}",
                f"The cell {text}",
                "DMN 1.5 §7.3.2",
                lambda text=text: deciding(cell(text)),  # type: ignore[misc]
                (Run("", "x: 5", "s br e", ends='r: "hit"' if hits else "r: null"),),
            )
            for number, (text, hits) in enumerate(CELLS.items(), 1)
        ),
    ),
    Row(
        "dmn_lit",
        "A literal expression decides",
        "DMN 1.5 §7.3.1",
        lambda: deciding(
            f'{HEAD}<decision id="dec" name="dec"><literalExpression id="l"><text>1 + 1</text></literalExpression>'
            "</decision></definitions>"
        ),
        (Run("", "", "s br e", ends="r: 2"),),
        more=(
            Row(
                "dmn_lit_two",
                "A decision that requires another",
                "DMN 1.5 §6.2",
                lambda: deciding(
                    f'{HEAD}<decision id="dec" name="dec"><informationRequirement id="ir">'
                    '<requiredDecision href="#other"/></informationRequirement>'
                    '<literalExpression id="l"><text>other * x</text></literalExpression></decision>'
                    '<decision id="other" name="other"><literalExpression id="l2"><text>x + 1</text>'
                    "</literalExpression></decision></definitions>"
                ),
                (Run("", "x: 2", "s br e", ends="r: 6"),),
            ),
            Row(
                "dmn_lit_annotation",
                "Annotations of rules decide nothing",
                "DMN 1.5 §8.2.5",
                lambda: deciding(
                    f'{HEAD}<decision id="dec" name="dec"><decisionTable id="dt"><output id="o1" name="r"/>'
                    '<annotation name="x"/><rule id="r"><outputEntry id="oe"><text>1</text></outputEntry>'
                    "<annotationEntry><text>n</text></annotationEntry></rule></decisionTable></decision></definitions>"
                ),
                (Run("", "", "s br e", ends="r: 1"),),
            ),
        ),
    ),
)
