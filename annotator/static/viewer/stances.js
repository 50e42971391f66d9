// The shape of each stance, as in templates.

const SHAPES = { supports: "▲", undercuts: "▼", qualifies: "◆", context: "●" };

export function shapeOf(stance) {
  return SHAPES[stance];
}
